"""From single results to a status that doesn't flicker: pure.

to worse: after `bad_after` results in a row that are all worse than the status
to better: after `good_after` in a row that are all better, more of them while it flaps
unknown: before the first result, and when nobody has probed for too long
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from health.results.finding import Result

Status = Literal["ok", "warn", "bad", "unknown"]
SEVERITY = {"unknown": -1, "ok": 0, "warn": 1, "bad": 2}
_BY_SEVERITY: tuple[Result, ...] = ("ok", "warn", "bad")
# Probes may be late, or lost with the instance that made them.
_STALE_AFTER_INTERVALS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """How many results in a row it takes."""

    bad_after: int = 3
    good_after: int = 2
    # This many flips within the window are flapping.
    flaps: int = 4
    flap_window: timedelta = timedelta(minutes=15)
    good_after_flapping: int = 6

    @property
    def memory(self) -> int:
        """How many results decide."""
        return max(self.bad_after, self.good_after, self.good_after_flapping)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A target's status and what decides the next one."""

    status: Status = "unknown"
    since: datetime
    recent: tuple[Result, ...] = ()
    # When it went bad, or came back, lately.
    flips: tuple[datetime, ...] = ()

    def is_flapping(self, now: datetime, thresholds: Thresholds) -> bool:
        """Say whether it changes too often to be believed."""
        lately = [flip for flip in self.flips if now - flip <= thresholds.flap_window]
        return len(lately) >= thresholds.flaps

    @property
    def is_suspect(self) -> bool:
        """Say whether the last probe was bad, whatever the status is."""
        return bool(self.recent) and self.recent[-1] == "bad"


def advance(standing: Standing, result: Result, at: datetime, thresholds: Thresholds) -> Standing:
    """Take one more result."""
    recent = (*standing.recent, result)[-thresholds.memory :]
    good_after = thresholds.good_after
    if standing.is_flapping(at, thresholds):
        good_after = thresholds.good_after_flapping
    status = _next(standing.status, recent, thresholds.bad_after, good_after)
    if status == standing.status:
        return replace(standing, recent=recent)
    flips = standing.flips
    if standing.status != "unknown" and "bad" in (status, standing.status):
        flips = (*flips, at)[-thresholds.flaps :]
    return Standing(status=status, since=at, recent=recent, flips=flips)


def _next(status: Status, recent: Sequence[Result], bad_after: int, good_after: int) -> Status:
    if status == "unknown":
        if recent[-1] != "bad":
            return recent[-1]
        return "bad" if len(recent) >= bad_after and set(recent[-bad_after:]) == {"bad"} else status
    here = SEVERITY[status]
    worse, better = (
        [SEVERITY[one] for one in recent[-count:]] if len(recent) >= count else []
        for count in (bad_after, good_after)
    )
    if worse and min(worse) > here:
        return _BY_SEVERITY[min(worse)]
    if better and max(better) < here:
        return _BY_SEVERITY[max(better)]
    return status


def is_stale(checked_at: datetime | None, now: datetime, *, interval_seconds: float) -> bool:
    """Say whether what was found is too old to be told: then the status is unknown."""
    if checked_at is None:
        return True
    return now - checked_at > timedelta(seconds=_STALE_AFTER_INTERVALS * interval_seconds)
