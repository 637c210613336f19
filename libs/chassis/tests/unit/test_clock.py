"""The time."""

from datetime import UTC, datetime

from chassis import now
from chassis.clock import to_milliseconds
from hypothesis import given
from hypothesis import strategies as st


class TestNow:
    def test_it_is_aware(self):
        """Times are UTC and say so."""
        assert now().tzinfo is UTC

    def test_it_is_in_whole_milliseconds(self):
        """The database keeps no more, and equal must stay equal."""
        assert now().microsecond % 1000 == 0


class TestToMilliseconds:
    @given(st.datetimes(timezones=st.just(UTC)))
    def test_it_cuts(self, moment: datetime):
        """Never later than it was, and by less than a millisecond."""
        cut = to_milliseconds(moment)
        assert 0 <= (moment - cut).microseconds < 1000
