"""Cursors."""

import base64
import json

import pytest
from chassis.cursors import CursorMalformed, decode, encode
from hypothesis import given
from hypothesis import strategies as st

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
INTEGERS = st.integers(-(2**63 - 1), 2**63 - 1)
KEYS = st.lists(TEXT | INTEGERS, min_size=1, max_size=4)


def forged(value) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


class TestDecode:
    @given(KEYS)
    def test_it_returns_what_was_encoded(self, keys):
        """Text and integers survive."""
        kinds = tuple(type(key) for key in keys)
        assert decode(encode(*keys), kinds=kinds) == tuple(keys)

    @given(st.text())
    def test_nonsense_is_malformed(self, cursor):
        """Whatever a caller makes up is refused as such, never an error of ours."""
        with pytest.raises(CursorMalformed):
            decode(cursor, kinds=(str, int))

    @given(KEYS)
    def test_another_lists_cursor_is_malformed(self, keys):
        """Keys of other kinds or of another number are refused."""
        kinds = (*(type(key) for key in keys), str)
        with pytest.raises(CursorMalformed):
            decode(encode(*keys), kinds=kinds)

    @pytest.mark.parametrize(
        "keys", [["\ud800"], [2**63], [-(2**70)]], ids=["half a character", "65 bits", "negative"]
    )
    def test_what_the_database_cannot_compare_is_malformed(self, keys):
        """BSON has no half characters, and integers of 64 bits."""
        with pytest.raises(CursorMalformed):
            decode(forged(keys), kinds=(type(keys[0]),))

    def test_truth_is_no_integer(self):
        """JSON's true isn't taken for 1."""
        with pytest.raises(CursorMalformed):
            decode(forged([True]), kinds=(int,))

    def test_deep_nesting_is_malformed(self):
        """A cursor can't exhaust the parser's stack."""
        nested = base64.urlsafe_b64encode(b"[" * 200_000).decode()
        with pytest.raises(CursorMalformed):
            decode(nested, kinds=(str,))

    def test_the_field_is_named(self):
        """The caller reads which parameter was wrong."""
        with pytest.raises(CursorMalformed) as refused:
            decode("?", kinds=(str,))
        assert [error.field for error in refused.value.errors] == ["cursor"]
