"""Every query that reconciling asks; it changes nothing."""

from collections.abc import AsyncIterator, Collection, Mapping
from typing import Any

from chassis.faults import database_deadline

from audit.arrivals.documents import ArrivalDocument
from audit.by_id import entries_in_all
from audit.documents import EntryDocument
from audit.sealing.documents import SealDocument
from audit.sealing.store import SealStore

_AT_ONCE = 1_000


class ReconcilingStore:
    """Reads what is stored, past everything that is kept at hand."""

    def __init__(self) -> None:
        self._seals = SealStore()

    async def seal_of_all(self, after: int) -> dict[str, Any] | None:
        """Return the next seal behind this number as it is stored, however many are missing."""
        collection = SealDocument.get_pymongo_collection()
        following: dict[str, Any] | None = await collection.find_one({"_id": after + 1})
        if following is not None:
            return following
        behind = collection.find({"_id": {"$gt": after}}, {"_id": 1})
        numbers = [row["_id"] for row in await behind.to_list()]
        nearest: dict[str, Any] | None = (
            await collection.find_one({"_id": min(numbers)}) if numbers else None
        )
        return nearest

    async def last_seal_of_all(self, after: int) -> int:
        """Return the number of the last seal, of which few are after this one."""
        found = SealDocument.get_pymongo_collection().find({"_id": {"$gt": after}}, {"_id": 1})
        return int(max([after, *(row["_id"] for row in await found.to_list())]))

    async def rows_of_all(self, identities: Collection[str]) -> Mapping[str, dict[str, Any]]:
        """Return entries as they are stored, by id."""
        return await entries_in_all(identities)

    async def known_of_all(self, identities: Collection[str], events: Collection[str]) -> set[str]:
        """Return which of these ids and events there are."""
        collection = EntryDocument.get_pymongo_collection()
        found = {"_id": list(identities), "event": list(events)}
        known: set[str] = set()
        for name, values in found.items():
            if values:
                rows = await collection.find({name: {"$in": values}}, {name: 1}).to_list()
                known |= {row[name] for row in rows}
        return known

    async def count_of_all(self) -> int:
        """Return how many entries are stored."""
        return await EntryDocument.get_pymongo_collection().count_documents({})

    async def places_of_all(self) -> AsyncIterator[dict[str, int]]:
        """Yield the ids of all entries with their places in the stream, some at a time."""
        only = {"sequence": 1}
        found = EntryDocument.get_pymongo_collection().find({}, only, batch_size=_AT_ONCE)
        while True:
            with database_deadline():
                rows = await found.to_list(_AT_ONCE)
            if not rows:
                return
            yield {row["_id"]: _place_of(row) for row in rows}

    async def sealed_of_all(self, places: Mapping[str, int]) -> set[str]:
        """Return which of these entries some seal names, whatever else is wrong with it."""
        return await self._seals.sealed_of_all(places, names=_names)

    async def waiting_of_all(self) -> set[str]:
        """Return the ids of the entries that are noted as waiting to be sealed."""
        notes = await ArrivalDocument.get_pymongo_collection().find({}, {"ids": 1}).to_list()
        return {one for note in notes for one in note["ids"]}


def _place_of(row: Mapping[str, Any]) -> int:
    place = row.get("sequence")
    return place if isinstance(place, int) else 0


def _names(row: Mapping[str, Any]) -> Collection[str]:
    ids = row.get("ids")
    return ids if isinstance(ids, list) else ()
