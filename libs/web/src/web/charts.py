"""Charts as plain figures for inline SVG; templates draw, nothing here knows markup."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from contracts.audit.v1 import HistogramBucket
from contracts.health.v1 import HistoryPoint

State = Literal["ok", "warn", "bad", "maintenance", "unknown"]
# What part of a bar's time must be known before it says more than unknown.
_KNOWN_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Bar:
    """One piece of time, and the worst that was known of it."""

    at: datetime
    state: State


def states(
    points: Sequence[HistoryPoint], *, until: datetime, span: timedelta, count: int
) -> Sequence[Bar]:
    """Part the time before `until` into bars; where nothing was probed, nothing is known."""
    width = span / count
    begin = until - span
    sums = [dict.fromkeys(("ok", "warn", "bad", "maintenance"), 0.0) for _ in range(count)]
    for point in points:
        place = int((point.at - begin) / width)
        if 0 <= place < count:
            sums[place]["ok"] += point.ok_seconds
            sums[place]["warn"] += point.warn_seconds
            sums[place]["bad"] += point.bad_seconds
            sums[place]["maintenance"] += point.maintenance_seconds
    least = width.total_seconds() * _KNOWN_SHARE
    return [Bar(begin + width * place, _state(one, least)) for place, one in enumerate(sums)]


def _state(sums: dict[str, float], least: float) -> State:
    if sums["bad"] > 0:
        return "bad"
    if sum(sums.values()) < least:
        return "unknown"
    if sums["warn"] > 0:
        return "warn"
    return "maintenance" if sums["maintenance"] > sums["ok"] else "ok"


@dataclass(frozen=True, slots=True)
class Column:
    """A span of time and how much falls into it; `share` is that of the highest, 0 to 1."""

    at: datetime
    until: datetime
    entries: int
    share: float


def columns(buckets: Sequence[HistogramBucket], *, seconds: int, most: int) -> Sequence[Column]:
    """Join neighbours until there are at most so many, each wide enough to be pressed."""
    joined = -(-len(buckets) // most) or 1
    groups = [buckets[place : place + joined] for place in range(0, len(buckets), joined)]
    sums = [sum(one.entries for one in group) for group in groups]
    top = max(sums, default=0) or 1
    return [
        Column(group[0].at, group[-1].at + timedelta(seconds=seconds), total, total / top)
        for group, total in zip(groups, sums, strict=True)
    ]


def line(values: Sequence[float | None], *, width: float, height: float) -> str:
    """Return the points of a polyline, the highest value at the top; empty without two of them."""
    known = [value for value in values if value is not None]
    if len(known) < 2:  # noqa: PLR2004 - a line has two ends
        return ""
    top = max(known) or 1.0
    step = width / (len(values) - 1)
    return " ".join(
        f"{place * step:.1f},{height - value / top * (height - 2) - 1:.1f}"
        for place, value in enumerate(values)
        if value is not None
    )
