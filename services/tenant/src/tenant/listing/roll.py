"""Every tenant's place in memory: how many there are, and where a page may end.

Counting all tenants, or finding the first fifty of them, would make the database walk all of them
(ADR 0035). The roll is brought up to date with each question by what has changed since the last
one, so it counts what is stored, whoever wrote it. A tenant whose document was removed has left a
record, and is told of as purged.
"""

import asyncio
from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from chassis import Clock, now

from tenant.lately import ChangedSince, Lately
from tenant.listing.order import KEYS, Order, Place

_WIDER = 8
# Nothing leads out of it, and nobody is told of it.
_GONE = "purged"


class Roll:
    """One instance's knowledge of all tenants."""

    def __init__(self, changed_since: ChangedSince, *, clock: Clock = now) -> None:
        # Status, slug, and what one can sort by; of a purged one the slug may be all there is.
        self._lately = Lately(changed_since, clock=clock)
        self._known: dict[str, Mapping[str, Any]] = {}
        # By each key, those of all tenants in order.
        self._places: dict[str, list[Place]] = {key: [] for key in KEYS}
        self._counts: Counter[str] = Counter()
        self._reading = asyncio.Lock()

    async def counts(self) -> dict[str, int]:
        """Return how many tenants there are of each status, as stored."""
        # One after the other: what was read first must not be taken over last.
        async with self._reading:
            self._take_over(await self._lately.read())
        return dict(self._counts)

    def ends(
        self, order: Order, after: Place | None, *, size: int, statuses: Collection[str]
    ) -> Iterator[Place | None]:
        """Yield where to stop looking for `size` tenants behind `after`, further each time.

        None is no bound at all. A hint: whoever doesn't find enough up to there looks further, so
        nothing is missed.
        """
        seen = 0
        for place in self._behind(order, after):
            seen += self._known[place.slug]["status"] in statuses
            if seen == size:
                yield place
                seen, size = 0, size * _WIDER
        yield None

    def _behind(self, order: Order, after: Place | None) -> Iterator[Place]:
        places = self._places[order.key]
        if order.direction > 0:
            first = bisect_right(places, after) if after else 0
            return (places[index] for index in range(first, len(places)))
        last = bisect_left(places, after) if after else len(places)
        return (places[index] for index in range(last - 1, -1, -1))

    def _take_over(self, changed: Sequence[Mapping[str, Any]]) -> None:
        gone = {row["slug"] for row in changed if row["status"] == _GONE}
        rows = {row["slug"]: row for row in changed if row["slug"] not in gone}
        if len(rows) > len(self._known):
            kept = {slug: row for slug, row in self._known.items() if slug not in gone}
            self._begin(kept | rows)
            return
        for slug in (rows.keys() | gone) & self._known.keys():
            self._forget(self._known.pop(slug))
        for row in rows.values():
            self._remember(row)

    def _begin(self, known: dict[str, Mapping[str, Any]]) -> None:
        """One sorting of many costs less than to put in one after the other."""
        self._known = known
        self._counts = Counter(row["status"] for row in known.values())
        for key in self._places:
            self._places[key] = sorted(Place.of(row, key) for row in known.values())

    def _remember(self, row: Mapping[str, Any]) -> None:
        self._known[row["slug"]] = row
        self._counts[row["status"]] += 1
        for key, places in self._places.items():
            insort(places, Place.of(row, key))

    def _forget(self, row: Mapping[str, Any]) -> None:
        self._counts[row["status"]] -= 1
        for key, places in self._places.items():
            del places[bisect_left(places, Place.of(row, key))]
