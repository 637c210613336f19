"""Spans of time that a histogram counts in."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from audit.counting.buckets import beginning, buckets_of
from hypothesis import given
from hypothesis import strategies as st

NOW = datetime(2026, 11, 23, 10, 17, tzinfo=UTC)
MOMENTS = st.datetimes(
    min_value=datetime(1971, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


class TestBucketsOf:
    @pytest.mark.parametrize(
        ("back", "seconds"),
        [
            (timedelta(minutes=30), 60),
            (timedelta(hours=24), 900),
            (timedelta(days=3), 3600),
            (timedelta(days=7), 4 * 3600),
            (timedelta(days=90), 86_400),
            (timedelta(days=365), 7 * 86_400),
        ],
    )
    def test_widths(self, back, seconds):
        """Widths are those that people count in."""
        assert buckets_of(NOW - back, None, now=NOW).seconds == seconds

    def test_default(self):
        """Without a beginning it is the last seven days."""
        assert buckets_of(None, None, now=NOW).first == datetime(2026, 11, 16, 8, tzinfo=UTC)

    @given(MOMENTS, st.timedeltas(timedelta(milliseconds=1), timedelta(days=20_000)))
    def test_cover(self, since, length):
        """At most a hundred, without a gap, and every moment of the span falls into one of them."""
        before = since + length
        buckets = buckets_of(since, before, now=NOW)
        filled = [at for at, _ in buckets.filled({})]
        assert 1 <= len(filled) <= 100
        width = timedelta(seconds=buckets.seconds)
        assert all(later - earlier == width for earlier, later in pairwise(filled))
        for moment in (since, before - timedelta(milliseconds=1)):
            assert beginning(moment, buckets.seconds) in filled
