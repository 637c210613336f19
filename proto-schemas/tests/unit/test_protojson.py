"""Our JSON against protobuf's own: each reads what the other writes."""

from datetime import UTC, datetime

from google.protobuf import json_format
from hypothesis import given
from hypothesis import strategies as st

texts = st.text(max_size=20)
moments = st.datetimes(
    min_value=datetime(1, 1, 2),  # noqa: DTZ001  (hypothesis adds the zone)
    max_value=datetime(9999, 12, 30),  # noqa: DTZ001
    timezones=st.just(UTC),
).map(lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000))
wholes = st.integers(-(2**53) + 1, 2**53 - 1)
doubles = st.floats(allow_nan=False, allow_infinity=False)
keys = texts.filter(lambda key: "\0" not in key)
json_values = st.recursive(
    st.none() | st.booleans() | wholes | doubles | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)
objects = st.dictionaries(keys, json_values, max_size=4)
# JSON of a product, by our rules; what has no entry here is tried in test_fields.py.
products = st.fixed_dictionaries(
    {
        "code": st.text(min_size=2, max_size=4),
        "kind": st.sampled_from(["food", "tool"]),
        "label": st.text(min_size=1, max_size=9),
        "pieces": st.integers(1, 2**32 - 1),
        "revision": st.integers(1, 2**53 - 1),
        "tags": st.lists(
            st.text(min_size=1, max_size=5), min_size=1, max_size=3, unique=True
        ),
        "made_at": moments,
    },
    optional={
        "name": texts,
        "shade": st.sampled_from(["", "light", "dark"]),
        "layout": st.just("v1"),
        "maker_id": st.just("") | st.uuids().map(str),
        "amount": st.integers(0, 100),
        "balance": st.integers(-(2**31), 2**31 - 1),
        "serial": st.integers(0, 2**32 - 1),
        "stars": st.sampled_from([0, 1, 2]),
        "share": st.floats(0, 1, exclude_max=True),
        # Protobuf keeps 32 bits of a float: whole numbers of 24 bits survive that.
        "weight": st.integers(-(2**24), 2**24).map(float),
        "sequence": wholes,
        "sold": st.booleans(),
        "checked": st.none() | st.booleans(),
        "ratings": st.lists(st.integers(-(2**31), 2**31 - 1), max_size=3),
        "prices": st.dictionaries(
            st.text(min_size=2, max_size=2), doubles.map(abs), max_size=2
        ),
        "extra": objects,
        "notes": st.none() | objects,
        "seen_at": st.none() | moments,
        "checks": st.lists(moments, max_size=3),
        "remark": st.none() | st.text(max_size=9),
    },
)  # fmt: skip


class TestRoundTrips:
    """Nothing is lost on any way out and in."""

    @given(fields=products)
    def test_json(self, shop, fields):
        """What is dumped parses to an equal message, strictly and leniently."""
        product = shop.Product(**fields)
        text = product.dump_json()
        assert shop.Product.parse(text) == shop.Product.read(text) == product

    @given(fields=products)
    def test_dictionaries(self, shop, fields):
        """The same without the text."""
        product = shop.Product(**fields)
        assert shop.Product.parse(product.dump()) == product

    @given(fields=products)
    def test_storage(self, shop, fields):
        """What MongoDB keeps reads to an equal message."""
        product = shop.Product(**fields)
        assert shop.Product.read(product.storable()) == product

    @given(fields=products)
    def test_what_was_set(self, shop, fields):
        """A patch reads to an equal message, too: what it leaves out is a default."""
        product = shop.Product(**fields)
        assert shop.Product.parse(product.dump_set_json()) == product

    @given(fields=products)
    def test_by_way_of_protobuf(self, shop, protobuf, fields):
        """Protobuf reads our JSON, and we read what it writes of it."""
        product = shop.Product(**fields)
        theirs = json_format.Parse(product.dump_json(), protobuf())
        for defaults in (False, True):
            text = json_format.MessageToJson(
                theirs, always_print_fields_with_no_presence=defaults, indent=None
            )
            assert shop.Product.parse(text) == product
