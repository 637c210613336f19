"""Reads the log from a place on, for whoever remembers the place."""

from dataclasses import dataclass, replace
from datetime import datetime

from chassis import Scope
from contracts.audit.v1 import Entry

from audit.following.faults import BeyondTheLog
from audit.following.log import Log
from audit.following.store import FollowingStore
from audit.query.conditions import Selection

# So many entries are looked through for one answer, however few of them are selected.
_MOST_LOOKED_AT = 5_000


@dataclass(frozen=True, slots=True)
class Place:
    """Up to where somebody has read: the index of the last entry, and the seals behind it.

    `seal` is the number of a seal that was read to its end, or before: a hint that spares a search.
    """

    index: int
    seal: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What followed, and where to read on; `is_cut` when the log goes on there."""

    entries: tuple[Entry, ...]
    place: Place
    is_cut: bool = False


class Follower:
    """Every entry once, in the order of the log, by index."""

    def __init__(self, log: Log, store: FollowingStore) -> None:
        self._log = log
        self._store = store

    async def now(self) -> Place:
        """Return the end of the log."""
        number, end = await self._log.end()
        return Place(end - 1, number)

    async def at(self, index: int) -> Place:
        """Return the place behind the entry at `index`; where the log hasn't come to is nowhere."""
        number = await self._log.before(index + 1)
        if index >= 0 and not await self._log.reaches(index, behind=number):
            raise BeyondTheLog(index)
        return Place(index, number)

    async def before(self, moment: datetime) -> int:
        """Return the index of the last entry that was sealed before a time; -1 for none."""
        return await self._log.end_of(await self._log.before_time(moment)) - 1

    async def read(
        self, scope: Scope, selection: Selection, place: Place, *, limit: int
    ) -> Reading:
        """Return up to `limit` of the selected entries behind a place.

        Fewer, also none, when much had to be looked through: then the place has moved on.
        """
        entries: list[Entry] = []
        looked_at = 0
        for seal in await self._log.after(place.seal):
            found = await self._store.among(scope, selection, seal.ids) if seal.ids else {}
            for offset, identity in enumerate(seal.ids):
                index = seal.first + offset
                if index <= place.index:
                    continue
                if identity in found:
                    found[identity].index = index
                    entries.append(found[identity])
                place = replace(place, index=index)
                if len(entries) == limit:
                    return Reading(tuple(entries), place, is_cut=True)
            place = Place(max(place.index, seal.end - 1), seal.number)
            looked_at += len(seal.ids)
            if looked_at >= _MOST_LOOKED_AT:
                return Reading(tuple(entries), place, is_cut=True)
        return Reading(tuple(entries), place)

    async def wait(self, place: Place, *, seconds: float) -> bool:
        """Wait until the log goes on behind a place; say whether it does."""
        return await self._log.grown(place.seal, seconds=seconds)
