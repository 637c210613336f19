"""What generated classes make of lists, maps and free-form objects."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError


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
