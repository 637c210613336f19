"""Cursors of lists by time."""

from datetime import UTC, datetime

import pytest
from chassis.cursors import CursorMalformed, encode
from chassis.moments import cursor_at, place_of
from hypothesis import given
from hypothesis import strategies as st

MOMENTS = st.datetimes(timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)
)


class TestPlaceOf:
    @given(MOMENTS | st.none(), st.text(st.characters(exclude_categories=["Cs"])))
    def test_it_returns_where_the_page_ended(self, moment, identity):
        """To the millisecond; a row without a time too."""
        assert place_of(cursor_at(moment, identity)) == (moment, identity)

    @pytest.mark.parametrize("nothing", [None, ""])
    def test_the_first_page_has_none(self, nothing):
        """There is nothing to begin behind."""
        assert place_of(nothing) is None

    @pytest.mark.parametrize("milliseconds", [2**60, -(2**60)])
    def test_a_forged_time_is_malformed(self, milliseconds):
        """A year that no calendar has."""
        with pytest.raises(CursorMalformed):
            place_of(encode(milliseconds, "1"))

    @given(MOMENTS)
    def test_never_is_no_time(self, moment: datetime):
        """Rows without one have a cursor that no moment has."""
        assert cursor_at(None, "1") != cursor_at(moment, "1")
