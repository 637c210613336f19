"""Every tenant's slug and status in memory: how many there are, and where a page may end.

Counting all tenants, or finding the first fifty of them, would make the database walk all of them
(ADR 0035). The roll is brought up to date with each question by what has changed since the last
one, so it counts what is stored, whoever wrote it. A tenant whose document was removed has left a
record, and is told of as purged.
"""

import asyncio
from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from chassis import Clock, now

# A change carries the time at which it began: longer ago than a request may take, and than clocks
# of instances differ, nothing can appear any more.
_STILL_APPEARING = timedelta(seconds=20)
_WIDER = 8
# Nothing leads out of it, and nobody is told of it.
_GONE = "purged"
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

# Slug and status of the tenants that changed at this moment or later.
ChangedSince = Callable[[datetime], Awaitable[Sequence[tuple[str, str]]]]


class Roll:
    """One instance's knowledge of all tenants."""

    def __init__(self, changed_since: ChangedSince, *, clock: Clock = now) -> None:
        self._changed_since = changed_since
        self._clock = clock
        self._status: dict[str, str] = {}
        self._slugs: list[str] = []
        self._counts: Counter[str] = Counter()
        self._seen_until = _BEGINNING + _STILL_APPEARING
        self._reading = asyncio.Lock()

    async def counts(self) -> dict[str, int]:
        """Return how many tenants there are of each status, as stored."""
        # One after the other: what was read first must not be taken over last.
        async with self._reading:
            moment = self._clock()
            changed = await self._changed_since(self._seen_until - _STILL_APPEARING)
            self._take_over(changed)
            self._seen_until = moment
        return dict(self._counts)

    def ends(self, after: str, *, size: int, statuses: Collection[str]) -> Iterator[str | None]:
        """Yield where to stop looking for `size` tenants behind `after`, further each time.

        None is no bound at all. A hint: whoever doesn't find enough up to there looks further, so
        nothing is missed.
        """
        seen = 0
        for place in range(bisect_right(self._slugs, after), len(self._slugs)):
            slug = self._slugs[place]
            seen += self._status[slug] in statuses
            if seen == size:
                yield slug
                seen, size = 0, size * _WIDER
        yield None

    def _take_over(self, changed: Sequence[tuple[str, str]]) -> None:
        gone = {slug for slug, status in changed if status == _GONE}
        if gone & self._status.keys():
            self._slugs = [slug for slug in self._slugs if slug not in gone]
        for slug in gone & self._status.keys():
            self._counts[self._status.pop(slug)] -= 1
        changed = [(slug, status) for slug, status in changed if slug not in gone]
        fresh = [slug for slug, _ in changed if slug not in self._status]
        if len(fresh) > len(self._slugs):
            self._slugs = sorted([*self._slugs, *fresh])
        else:
            for slug in fresh:
                insort(self._slugs, slug)
        for slug, status in changed:
            if slug in self._status:
                self._counts[self._status[slug]] -= 1
            self._status[slug] = status
            self._counts[status] += 1
