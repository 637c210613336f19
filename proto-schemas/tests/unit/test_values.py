"""What generated classes make of google.protobuf.Value: any JSON."""

import pytest


class TestValue:
    """A field that holds any JSON but null."""

    @pytest.mark.parametrize("value", [True, 0, 1.5, "", "text", [], [1, None], {}, {"a": [None]}])
    def test_any_json_survives(self, parsed, value):
        """It is dumped and stored as it came, empty values too."""
        product = parsed(reading=value)
        assert product.dump()["reading"] == product.storable()["reading"] == value

    @pytest.mark.parametrize("value", [None, float("nan"), 2**53, "\ud800", {"a\0": 1}, {1: 2}])
    def test_what_is_no_json_is_refused(self, refused, value):
        """Null too: it could not be told from absent."""
        assert refused(reading=value) == ["reading"]

    def test_absent_it_is_none(self, parsed):
        """And left out of what is dumped."""
        assert "reading" not in parsed().dump()

    def test_a_map_holds_any_json(self, parsed):
        """Each value of its own kind."""
        value = {"a": True, "b": {"c": 1}, "d": ["e"]}
        assert parsed(readings=value).dump()["readings"] == value

    def test_a_map_holds_no_null(self, refused):
        """The name of the value is told."""
        assert refused(readings={"a": None}) == ["readings.a"]
