"""Entries that came past the log: they are stored, and neither sealed nor waiting to be."""

import asyncio
import time
from collections.abc import Callable, Mapping

from chassis.faults import database_deadline

from audit.reconciling.gaps import Gaps
from audit.reconciling.store import ReconcilingStore

_MOST_NAMED = 10
_RETRY_SECONDS = 0.5


class Surplus:
    """Counts as a rule; names them when it matters, which looks at every entry."""

    def __init__(
        self,
        store: ReconcilingStore,
        gaps: Gaps,
        *,
        patience_seconds: float,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        """A note that an entry waits may follow the entry for so many seconds."""
        self._store = store
        self._gaps = gaps
        self._patience_seconds = patience_seconds
        self._elapsed = elapsed
        self._before = 0

    async def count(self, *, sealed: int, in_archive: int) -> None:
        """Compare numbers; what there is too much of at two looks is named."""
        with database_deadline():
            stored = await self._store.count_of_all()
            waiting = len(await self._store.waiting_of_all())
        surplus = max(0, stored + in_archive - waiting - sealed)
        if surplus and surplus == self._before:
            await self.name()
        self._before = surplus

    async def name(self) -> None:
        """Look at every entry; tell of those that are surplus, and stay it for a while."""
        found: dict[str, int] = {}
        async for places in self._store.places_of_all():
            found |= await self._surplus(places)
            if len(found) >= _MOST_NAMED:
                break
        until = self._elapsed() + self._patience_seconds
        while found and self._elapsed() < until:
            await asyncio.sleep(_RETRY_SECONDS)
            found = await self._surplus(found)
        self._gaps.add(
            f"tree: entry {one} is stored and neither sealed nor waiting to be"
            for one in sorted(found)[:_MOST_NAMED]
        )

    async def _surplus(self, places: Mapping[str, int]) -> dict[str, int]:
        with database_deadline():
            waiting = await self._store.waiting_of_all()
            left = {one: place for one, place in places.items() if one not in waiting}
            sealed = await self._store.sealed_of_all(left)
        return {one: place for one, place in left.items() if one not in sealed}
