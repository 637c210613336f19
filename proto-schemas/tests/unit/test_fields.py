"""What the generated classes make of each kind of field."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from pydantic import ValidationError


@pytest.fixture
def product():
    """Give the least that a product needs, as JSON values."""
    return {
        "code": "ab",
        "kind": "food",
        "label": "x",
        "pieces": 1,
        "revision": 1,
        "tags": ["a"],
        "madeAt": "2026-01-02T03:04:05.678Z",
    }


@pytest.fixture
def parsed(shop, product):
    """Give a function that parses the least product with one field more."""
    return lambda **more: shop.Product.parse({**product, **more})


@pytest.fixture
def refused(parsed):
    """Give a function that says which paths of a product are refused."""

    def paths(**more):
        with pytest.raises(ValidationError) as caught:
            parsed(**more)
        return [".".join(map(str, error["loc"])) for error in caught.value.errors()]

    return paths


class TestStrings:
    """Text and its rules."""

    def test_an_absent_plain_text_is_empty(self, parsed):
        """Proto's zero value is the default."""
        assert parsed().name == ""

    @pytest.mark.parametrize("value", ["a", "abcde", 12, None, True])
    def test_lengths_are_kept(self, refused, value):
        """min_len and max_len bound the characters, and only text is text."""
        assert refused(code=value) == ["code"]

    def test_characters_count_not_bytes(self, parsed):
        """Four characters of four bytes each are four."""
        assert parsed(code="😀😀😀😀").code == "😀😀😀😀"

    def test_len_is_both_bounds(self, refused):
        """Len: 3 refuses two characters."""
        assert refused(currency="EU") == ["currency"]

    def test_a_pattern_that_takes_the_empty_text_leaves_the_field_optional(self, parsed):
        """The zero value keeps its own rule."""
        assert parsed().size == ""

    @pytest.mark.parametrize("value", ["1x", "1.", "1.5\n"])
    def test_a_pattern_is_kept(self, refused, value):
        """The dollar sign means the end of the text, not of a line."""
        assert refused(size=value) == ["size"]

    def test_a_closed_set_is_kept(self, refused):
        """In becomes a Literal."""
        assert refused(kind="toy") == ["kind"]

    def test_a_closed_set_with_the_empty_text_has_it_as_default(self, parsed):
        """An `in` with "" allows leaving the field out."""
        assert parsed().shade == ""

    def test_const_is_a_set_of_one(self, refused):
        """Const refuses everything else."""
        assert refused(layoutName="v2") == ["layoutName"]

    def test_a_json_name_of_its_own_is_the_alias(self, parsed):
        """json_name in the contract decides the JSON key."""
        assert parsed(layoutName="v1").layout == "v1"

    @pytest.mark.parametrize("value", ["", "018f6b8e-0000-7000-8000-000000000000"])
    def test_ignore_if_zero_value_lets_the_empty_text_pass(self, parsed, value):
        """A UUID or nothing."""
        assert parsed(makerId=value).maker_id == value

    def test_ignore_if_zero_value_keeps_the_rule_for_the_rest(self, refused):
        """What is neither empty nor a UUID is refused."""
        assert refused(makerId="x") == ["makerId"]

    def test_required_text_is_not_empty(self, refused):
        """For text without presence, required means not its zero value."""
        assert refused(label="") == ["label"]

    @pytest.mark.parametrize(
        ("name", "good", "bad"),
        [
            ("email", "a.b@example.com", "a@b@c"),
            ("hostname", "mail.example.com", "-a.example"),
            ("hostname", "localhost", "1.2.3.4"),
            ("ip", "::1", "1.2.3"),
            ("ipv4", "10.0.0.1", "::1"),
            ("ipv6", "fe80::1", "10.0.0.1"),
            ("uri", "https://example.com/a?b=%20", "example.com"),
            ("uri", "urn:a:b", "http://a b"),
        ],
    )
    def test_formats_are_kept(self, parsed, refused, name, good, bad):
        """Well-known formats take what fits and refuse the rest."""
        assert getattr(parsed(origin={name: good}).origin, name) == good
        assert refused(origin={name: bad}) == [f"origin.{name}"]


class TestNumbers:
    """Numbers and their rules."""

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("amount", -1), ("amount", 101), ("amount", True), ("amount", 1.5), ("amount", "1 "),
            ("amount", "1_0"), ("amount", None), ("pieces", 0), ("pieces", 2**32),
            ("balance", 2**31), ("balance", -(2**31) - 1), ("serial", -1), ("stars", 3),
            ("stars", True), ("share", 1), ("share", -0.1), ("share", False),
            ("share", float("nan")), ("weight", 1e39), ("weight", float("inf")),
            ("weight", 10**400), ("sequence", 2**53), ("sequence", 0.5), ("sequence", True),
            ("sequence", "Infinity"), ("revision", 0),
        ],
    )  # fmt: skip
    def test_what_does_not_fit_is_refused(self, refused, name, value):
        """Ranges, kinds and finiteness hold; true is no number."""
        assert refused(**{name: value}) == [name]

    @pytest.mark.parametrize(
        ("name", "value", "expected"),
        [
            ("amount", 100, 100), ("amount", "7", 7), ("amount", 3.0, 3), ("stars", 2, 2),
            ("serial", 2**32 - 1, 2**32 - 1), ("balance", -(2**31), -(2**31)),
            ("share", 0, 0.0), ("share", "0.5", 0.5), ("weight", 1.5, 1.5),
            ("sequence", 2**53 - 1, 2**53 - 1), ("sequence", 5.0, 5), ("sequence", -3, -3),
        ],
    )  # fmt: skip
    def test_what_fits_is_taken(self, parsed, name, value, expected):
        """ProtoJSON takes numbers in quotes, and whole numbers with a fraction of zero."""
        taken = getattr(parsed(**{name: value}), name)
        assert (taken, type(taken)) == (expected, type(expected))

    def test_a_number_whose_zero_breaks_its_rule_must_be_given(self, shop, product):
        """Gt: 0 makes the field required."""
        del product["pieces"]
        with pytest.raises(ValidationError, match="pieces"):
            shop.Product.parse(product)


class TestBooleans:
    """Yes and no."""

    @pytest.mark.parametrize("value", [1, 0, "yes", "True", "", None])
    def test_only_true_and_false_are_taken(self, refused, value):
        """Neither numbers nor words stand for them."""
        assert refused(sold=value) == ["sold"]

    def test_queries_may_spell_them(self, parsed):
        """A query has text only."""
        assert parsed(sold="true").sold is True

    def test_an_optional_one_knows_unknown(self, parsed):
        """Absent differs from false."""
        assert (parsed().checked, parsed(checked=False).checked) == (None, False)


class TestTimestamps:
    """Aware UTC in Python, RFC 3339 with milliseconds in JSON."""

    @pytest.mark.parametrize(
        "value",
        [
            1767323045, "1767323045", "2026-01-02 03:04:05Z", "2026-01-02T03:04:05",
            "2026-01-02", "2026-13-02T03:04:05Z", "2026-01-02T03:04Z", "2026-01-02T03:04:05Z\n",
            "0001-01-01T00:00:00+01:00", "2026-01-02T25:04:05Z", "٢٠٢٦-01-02T03:04:05Z", True, None,
            "2026-01-02T03:04:05.1234567890Z",
        ],
    )  # fmt: skip
    def test_anything_else_is_refused(self, refused, value):
        """No epochs, no spaces, no missing zones, no dates alone."""
        assert refused(madeAt=value) == ["madeAt"]

    def test_an_offset_is_turned_into_utc(self, parsed):
        """Whatever the zone, Python sees UTC."""
        taken = parsed(madeAt="2026-01-02T03:04:05.678912345+02:00").made_at
        assert taken == datetime(2026, 1, 2, 1, 4, 5, 678000, tzinfo=UTC)
        assert taken.tzinfo is UTC

    def test_json_has_milliseconds_and_z(self, parsed):
        """Always three digits, whatever came in."""
        assert parsed(madeAt="2026-01-02T03:04:05Z").dump()["madeAt"] == "2026-01-02T03:04:05.000Z"

    def test_python_may_pass_any_aware_time(self, parsed):
        """A time of another zone is the same moment."""
        moment = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=2)))
        assert parsed(madeAt=moment).dump()["madeAt"] == "2026-01-02T01:04:05.000Z"

    def test_python_may_not_pass_a_naive_time(self, refused):
        """Nobody knows which moment it is."""
        assert refused(madeAt=datetime(2026, 1, 2)) == ["madeAt"]  # noqa: DTZ001

    def test_storage_keeps_datetimes(self, parsed):
        """MongoDB sorts and expires by them."""
        assert isinstance(parsed().storable()["madeAt"], datetime)


class TestCollections:
    """Lists and maps."""

    @pytest.mark.parametrize(
        ("value", "path"),
        [
            ([], "tags"), (["a", "b", "c", "d"], "tags"), (["a", "a"], "tags"), ("a", "tags"),
            ([""], "tags.0"), (["toolong"], "tags.0"), ([None], "tags.0"), (None, "tags"),
            ({"a": 1}, "tags"),
        ],
    )  # fmt: skip
    def test_list_rules_are_kept(self, refused, value, path):
        """Sizes, uniqueness and the rules of the items."""
        assert refused(tags=value) == [path]

    def test_a_list_that_may_be_empty_is_by_default(self, parsed):
        """Every message has a list of its own."""
        one, other = parsed(), parsed()
        one.ratings.append(1)
        assert (one.ratings, other.ratings) == ([1], [])

    @pytest.mark.parametrize(
        "value",
        [{"eu": 1, "us": 2, "uk": 3}, {"eur": 1}, {"eu": -1}, {"eu": None}, [["eu", 1]], None],
    )
    def test_map_rules_are_kept(self, refused, value):
        """Sizes, and the rules of keys and values."""
        (path,) = refused(prices=value)
        assert path.startswith("prices")

    def test_maps_hold_messages(self, shop, product):
        """A map's value may be a message."""
        shelf = shop.Shelf.parse({"byNumber": {"1": product}})
        assert shelf.by_number["1"].code == "ab"

    def test_a_map_key_has_no_nul(self, shop, product):
        """MongoDB could not store it."""
        with pytest.raises(ValidationError):
            shop.Shelf.parse({"byNumber": {"\0": product}})


class TestFreeForm:
    """google.protobuf.Struct: any JSON object."""

    @pytest.mark.parametrize(
        "value",
        [
            [], "x", None, {"a": float("nan")}, {"a": [float("inf")]}, {"a": 2**53},
            {"a\0": 1}, {"a": "\ud800"}, {"a": datetime(2026, 1, 2, tzinfo=UTC)}, {"a": (1, 2)},
            {1: 2},
        ],
    )  # fmt: skip
    def test_what_is_no_json_object_is_refused(self, refused, value):
        """Nothing in it may be lost or break on the way through JSON and MongoDB."""
        (path,) = refused(extra=value)
        assert path.startswith("extra")

    def test_nesting_has_an_end(self, refused):
        """MongoDB refuses deep documents; a caller hears it before."""
        value = {}
        for _ in range(70):
            value = {"a": value}
        assert refused(extra=value) == ["extra"]

    def test_nulls_inside_survive(self, parsed):
        """Leaving out what is absent stops at the free-form's door."""
        value = {"a": None, "b": [None, {"c": None}]}
        product = parsed(extra=value)
        assert product.dump()["extra"] == product.storable()["extra"] == value

    def test_absent_it_is_empty(self, parsed):
        """No None to check for."""
        assert parsed().extra == {}

    def test_an_optional_one_is_absent(self, parsed):
        """Optional keeps absent and empty apart."""
        assert (parsed().notes, parsed(notes={}).notes) == (None, {})


class TestAbsence:
    """Absent, null and empty."""

    @pytest.mark.parametrize("name", ["currency", "checked", "notes", "seenAt", "origin"])
    def test_null_is_refused(self, refused, name):
        """An optional field may be left out; null is something else."""
        assert refused(**{name: None}) == [name]

    @pytest.mark.parametrize("name", ["soldAt", "remark"])
    def test_null_clears_what_is_clearable(self, parsed, name):
        """The own option allows null, and the patch carries it."""
        assert parsed(**{name: None}).dump_set()[name] is None

    def test_a_clearable_field_keeps_its_other_rules(self, refused):
        """Null is allowed, the rest is as before."""
        assert refused(remark="0123456789") == ["remark"]

    def test_a_required_message_must_be_given(self, shop):
        """A reply without its content is no reply."""
        with pytest.raises(ValidationError, match="product"):
            shop.GetProductResponse.parse({})
