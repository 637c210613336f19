"""Bars tell what is known; what isn't is never drawn as good."""

from datetime import UTC, datetime, timedelta

from contracts.audit.v1 import HistogramBucket
from contracts.health.v1 import HistoryPoint
from hypothesis import given
from hypothesis import strategies as st
from web import charts

UNTIL = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def point(hours_ago: float, **seconds: float) -> HistoryPoint:
    return HistoryPoint(at=UNTIL - timedelta(hours=hours_ago), seconds=300, **seconds)


class TestStates:
    def test_worst_wins(self):
        """One bad probe makes its bar bad, whatever else was well."""
        points = [point(1.5, ok_seconds=290), point(1.4, ok_seconds=200, bad_seconds=1)]
        bars = charts.states(points, until=UNTIL, span=DAY, count=24)
        assert [bar.state for bar in bars][-2:] == ["bad", "unknown"]

    def test_hardly_known(self):
        """A second of an hour says nothing about the hour."""
        bars = charts.states([point(0.5, ok_seconds=1)], until=UNTIL, span=DAY, count=24)
        assert {bar.state for bar in bars} == {"unknown"}

    @given(st.lists(st.floats(-30, 60), max_size=50))
    def test_outside(self, hours):
        """Points of any time give as many bars as asked for."""
        points = [point(one, ok_seconds=300) for one in hours]
        assert len(charts.states(points, until=UNTIL, span=DAY, count=48)) == 48


class TestLine:
    def test_gaps(self):
        """A gap is left out, the highest value touches the top."""
        assert charts.line([1.0, None, 2.0], width=100, height=22) == "0.0,11.0 100.0,1.0"

    def test_too_few(self):
        """One value is no line."""
        assert charts.line([1.0, None], width=100, height=20) == ""


class TestColumns:
    def buckets(self, *counts):
        return [
            HistogramBucket(at=UNTIL + timedelta(hours=place), entries=count)
            for place, count in enumerate(counts)
        ]

    def test_joined(self):
        """Neighbours are joined, none is lost, and the last group may be shorter."""
        columns = charts.columns(self.buckets(1, 2, 3, 4, 5), seconds=3600, most=3)
        assert [one.entries for one in columns] == [3, 7, 5]
        assert [one.share for one in columns] == [3 / 7, 1.0, 5 / 7]
        ends = [one.until for one in columns]
        assert ends == [UNTIL + timedelta(hours=hours) for hours in (2, 4, 5)]

    def test_nothing(self):
        """No bucket is no column, and zeros stay on the ground."""
        assert charts.columns([], seconds=60, most=5) == []
        assert [one.share for one in charts.columns(self.buckets(0, 0), seconds=60, most=5)] == [
            0.0,
            0.0,
        ]
