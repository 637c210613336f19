"""Spans of time, the newest first, that widen until enough was found in them: pure.

A window bounds what the database must look at; MongoDB stops at the limit by itself, but a server
that doesn't would otherwise sort everything that matches.
"""

from datetime import UTC, datetime, timedelta

_FIRST = timedelta(seconds=5)
# How much wider the next window is: as much as seems to be needed, within these.
_WIDER = (2.0, 12.0)
# Rows don't lie evenly: a little more than seems to be needed.
_MARGIN = 1.5
_LAST = timedelta(days=1000)
_MILLISECOND = timedelta(milliseconds=1)
BEGINNING = datetime.min.replace(tzinfo=UTC)


class Windows:
    """One window after the other; `bounds` is the condition on `at` of the present one."""

    def __init__(
        self,
        *,
        since: datetime | None,
        before: datetime | None,
        last: datetime | None = None,
        now: datetime,
    ) -> None:
        """From `since` on, before `before`; `last` is a time that itself still belongs to it."""
        self._since = since
        # The first window has no upper bound of its own: clocks of other systems run ahead.
        self._upper: dict[str, datetime] = {}
        if before is not None:
            self._upper = {"$lt": before}
        if last is not None and (before is None or last < before):
            self._upper = {"$lte": last}
        self._top = min(now, *self._upper.values()) if self._upper else now
        self._span = _FIRST
        self._lower = self._lowered()

    @property
    def bounds(self) -> dict[str, datetime]:
        """Return the present window's."""
        return self._upper | _from(self._lower)

    @property
    def is_last(self) -> bool:
        """Say whether nothing lies before the present window."""
        return self._lower is None or self._lower == self._since

    @property
    def lower(self) -> datetime | None:
        """Return since when everything was looked at; None for always."""
        return self._lower

    def advance(self, *, found: int, missing: int) -> None:
        """Go on to the next window, by what was found in this one and what was missing before."""
        if self._lower is None:
            raise ValueError("the last window has no next one")
        self._upper, self._top = {"$lt": self._lower}, self._lower
        self._span *= _wider(found, missing)
        self._lower = self._lowered()

    def _lowered(self) -> datetime | None:
        beginning = self._top - BEGINNING
        lower = self._top - self._span if self._span < min(_LAST, beginning) else None
        if self._since is not None and (lower is None or lower <= self._since):
            return self._since
        return lower


def _wider(found: int, missing: int) -> float:
    least, most = _WIDER
    return min(most, max(least, _MARGIN * (missing - found) / found)) if found else most


def _from(lower: datetime | None) -> dict[str, datetime]:
    """Include `lower`. The embedded database leaves equal rows out of `$gte` on a longer index."""
    if lower is None or lower - BEGINNING < _MILLISECOND:
        return {}
    return {"$gt": lower - _MILLISECOND}
