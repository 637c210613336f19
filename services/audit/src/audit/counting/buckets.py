"""Spans of time that a histogram counts in: pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

# Divisors of each other, so that buckets begin at full hours and days, UTC.
_WIDTHS = [60, 300, 900, 3600, 4 * 3600, 12 * 3600, 86_400, 7 * 86_400, 28 * 86_400, 364 * 86_400]
_MOST = 100
_DEFAULT = timedelta(days=7)
_EPOCH = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class Buckets:
    """Equal spans from `first` to `last`, both included; each named by its beginning."""

    first: datetime
    last: datetime
    seconds: int

    def filled(self, counts: Mapping[datetime, int]) -> list[tuple[datetime, int]]:
        """Return every bucket with its count, none left out."""
        width = timedelta(seconds=self.seconds)
        steps = (self.last - self.first) // width
        beginnings = (self.first + step * width for step in range(steps + 1))
        return [(beginning, counts.get(beginning, 0)) for beginning in beginnings]


def buckets_of(since: datetime | None, before: datetime | None, *, now: datetime) -> Buckets:
    """Choose at most a hundred buckets of a width that people count in."""
    before = now if before is None else before
    since = before - _DEFAULT if since is None else since
    seconds = (before - since).total_seconds()
    width = next((one for one in _WIDTHS if seconds / one < _MOST - 1), _WIDTHS[-1])
    last = before - timedelta(milliseconds=1)
    return Buckets(beginning(since, width), beginning(max(since, last), width), width)


def beginning(moment: datetime, width: int) -> datetime:
    """Return when the bucket began that a moment falls into."""
    span = timedelta(seconds=width)
    return _EPOCH + (moment - _EPOCH) // span * span


def moment(milliseconds: int) -> datetime:
    """Return the time that is so long after 1970."""
    return _EPOCH + timedelta(milliseconds=milliseconds)
