"""Charts as plain figures for inline SVG; templates draw, nothing here knows markup."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

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
