"""One tick of polling: what is new, then a piece of what is missing, oldest first."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import structlog
from chassis import Clock, now
from ingest import Position, UpstreamFailed, moment

from ingest_authentik.api import Page
from ingest_authentik.recorder import identity
from ingest_authentik.walk import Gap, Walk, Walked, below, newest

log = structlog.get_logger()
_MOST_REMEMBERED = 5000
# To find a gap's place again, and to get further in it.
_FEWEST = 3
_NOTHING = "authentik shows no events any more: does the token still have view_event?"


class Events(Protocol):
    """Where events are read."""

    async def events(self, number: int) -> Page | None:
        """Return a page, newest first; None past the end."""
        ...


class Recording(Protocol):
    """Where events go."""

    async def record(self, events: Sequence[Any]) -> None:
        """Return once all are durable."""
        ...


class Poll:
    """Remembers in its cursor: the watermark, the ids within the overlap, and the gaps."""

    def __init__(
        self,
        api: Events,
        recorder: Recording,
        *,
        overlap_seconds: float = 180.0,
        pages_per_tick: int = 20,
        backfill_days: float = 365.0,
        clock: Clock = now,
    ) -> None:
        self._api = api
        self._recorder = recorder
        self._overlap = overlap_seconds
        self._pages = pages_per_tick
        self._backfill = timedelta(days=backfill_days)
        self._clock = clock

    def rewind(self, cursor: dict[str, Any], since: datetime | None) -> dict[str, Any]:
        """Note everything from `since` to the watermark as a gap, after those there are."""
        if not cursor.get("newest"):
            return cursor
        low = since.isoformat() if since else None
        gap = Gap(high=cursor["newest"], low=low, page=1)
        others = cursor.get("gaps", ()) if since else ()
        return {**cursor, "seen": [], "gaps": [*others, gap.dump()]}

    async def tick(self, position: Position) -> bool:
        """Read new events first; what is left of the pages goes to the youngest gap."""
        walk = Walk(self._api.events, pages=self._pages)
        mark = position.cursor.get("newest")
        first = mark or (self._clock() - self._backfill).isoformat()
        found = await walk.down(
            start=1,
            low=below(first, self._overlap if mark else 0),
            low_text=first,
            # However much is new, or lies within the overlap: what is missing gets its share.
            reserve=self._pages // 2 if position.cursor.get("gaps") else 0,
        )
        if found.rest and mark and _at(found.rest.high) < _at(mark):
            # All that is new was read; only the second look at what is known was cut short.
            found.rest = None
        if mark and found.is_empty:
            raise UpstreamFailed("nothing_visible", _NOTHING)
        await self._head(position, found)
        while walk.left >= _FEWEST and position.cursor.get("gaps"):
            await self._gap(position, walk)
        return bool(position.cursor.get("gaps"))

    async def _head(self, position: Position, found: Walked) -> None:
        cursor = position.cursor
        known = set(cursor.get("seen", ()))
        await self._recorder.record(
            [one for one in reversed(found.events) if identity(one) not in known]
        )
        mark = self._watermark(cursor.get("newest"), newest(found.events))
        gaps = [*cursor.get("gaps", ()), *([found.rest.dump()] if found.rest else ())]
        # Only what a walk may meet again must be remembered.
        edge = below(mark, self._overlap)
        kept = [
            identity(one)
            for one in found.events
            if (at := _when(one)) is None or (edge and at >= edge)
        ]
        position.cursor = {"newest": mark, "seen": kept[:_MOST_REMEMBERED], "gaps": gaps}
        await position.save()

    def _watermark(self, known: str | None, found: str | None) -> str | None:
        """Return the later one; an event from the future must not hide what happens until then."""
        if found is None:
            return known
        seen = min(found, self._clock().isoformat(), key=_at)
        return max(known, seen, key=_at) if known else seen

    async def _gap(self, position: Position, walk: Walk) -> None:
        """Work off a piece of the youngest gap; save after it, so that a kill costs one piece."""
        *others, stored = position.cursor["gaps"]
        gap = Gap(**stored)
        start = await walk.back_to(gap)
        if walk.left == 0:
            position.cursor = {**position.cursor, "gaps": [*others, {**stored, "page": start}]}
            await position.save()
            return
        found = await walk.down(
            start=start,
            low=below(gap.low, self._overlap),
            low_text=gap.low,
            high_text=gap.high,
        )
        high = moment(gap.high)
        mine = [one for one in found.events if not (at := _when(one)) or not high or at <= high]
        await self._recorder.record(list(reversed(mine)))
        rest = []
        if found.rest:
            found.rest.high = min(found.rest.high, gap.high, key=_at)
            rest = [found.rest.dump()]
        log.info("backfilled", events=len(mine), rest=found.rest.high if found.rest else None)
        position.cursor = {**position.cursor, "gaps": [*others, *rest]}
        await position.save()


def _when(event: Any) -> datetime | None:
    return moment(event.get("created")) if isinstance(event, Mapping) else None


def _at(text: str) -> datetime:
    return moment(text) or datetime.min.replace(tzinfo=UTC)
