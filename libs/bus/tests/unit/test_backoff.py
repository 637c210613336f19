"""Waits between attempts."""

from itertools import islice

from bus import Backoff
from hypothesis import given
from hypothesis import strategies as st


class TestDelay:
    def test_grows(self):
        """Without jitter it doubles up to the ceiling."""
        backoff = Backoff(first_seconds=1, ceiling_seconds=10, jitter=0)
        assert list(islice(backoff.delays(), 6)) == [1, 2, 4, 8, 10, 10]

    @given(attempt=st.integers(1, 10**6), luck=st.floats(0, 1))
    def test_bounds(self, attempt, luck):
        """Jitter only shortens, and by no more than its share; no attempt is too many."""
        backoff = Backoff(first_seconds=1, ceiling_seconds=60, jitter=0.3, random=lambda: luck)
        full = min(60, 2 ** min(attempt - 1, 64))
        assert 0.699 * full <= backoff.delay(attempt) <= full
