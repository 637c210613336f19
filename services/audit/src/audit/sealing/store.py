"""Every query about seals and leases; nothing else touches the collections."""

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from math import inf
from typing import Any

from chassis.faults import database_deadline
from chassis.portions import portions
from pymongo import ASCENDING
from pymongo.errors import DuplicateKeyError

from audit.sealing.documents import LeaseDocument, SealDocument
from audit.sealing.seal import Seal

# More of them in one query cost the embedded database more than twice as much.
_PLACES_AT_ONCE = 500
Names = Callable[[Mapping[str, Any]], Collection[str]]


def _names(row: Mapping[str, Any]) -> Collection[str]:
    ids: Collection[str] = row["ids"]
    return ids


class SealStore:
    """The log in MongoDB: added to and read."""

    async def add(self, seal: Seal) -> bool:
        """Store a seal; False when its number is taken: somebody else seals now."""
        try:
            await SealDocument.get_pymongo_collection().insert_one(seal.stored())
        except DuplicateKeyError:
            return False
        return True

    async def one_of_all(self, number: int) -> Seal | None:
        """Return the seal of this number."""
        row = await SealDocument.get_pymongo_collection().find_one({"_id": number})
        return Seal.read(row) if row else None

    async def next_of_all(self, after: int, *, limit: int) -> list[Seal]:
        """Return the seals after this number, in order."""
        window = {"$gt": after, "$lte": after + limit}
        found = SealDocument.get_pymongo_collection().find({"_id": window})
        return [Seal.read(row) for row in await found.sort("_id", ASCENDING).to_list()]

    async def of_entry_in_all(self, identity: str, *, sequence: int) -> Seal | None:
        """Return the seal that holds an entry, by its place in the stream."""
        collection = SealDocument.get_pymongo_collection()
        row = await collection.find_one(
            {"sequence": {"$gte": sequence}}, sort=[("sequence", ASCENDING)]
        )
        if row is None or identity not in row["ids"]:
            row = await collection.find_one({"late": sequence, "ids": identity})
        return Seal.read(row) if row else None

    async def sealed_of_all(self, entries: Mapping[str, int], *, names: Names = _names) -> set[str]:
        """Return which of these entries, given with their places in the stream, are sealed.

        A look-up for each seal that they fall into, and one for what came late. `names` reads the
        ids of a stored seal.
        """
        sealed: set[str] = set()
        left, late = dict(entries), dict[str, int]()
        while left:
            reached, identities = await self._from_in_all(min(left.values()), names)
            within = {one: place for one, place in left.items() if place <= reached}
            sealed |= within.keys() & identities
            late |= {one: place for one, place in within.items() if one not in identities}
            left = {one: place for one, place in left.items() if place > reached}
        for places in portions(sorted(late.values()), _PLACES_AT_ONCE):
            wanted = {"late": {"$in": places}}
            async for row in SealDocument.get_pymongo_collection().find(wanted, {"ids": 1}):
                sealed |= late.keys() & set(names(row))
        return sealed

    async def _from_in_all(self, sequence: int, names: Names) -> tuple[float, set[str]]:
        """Return up to where the seal with this place in its range reaches, and its entries.

        Fences and seals of what was late reach as far as the one before them.
        """
        collection = SealDocument.get_pymongo_collection()
        first = await collection.find_one(
            {"sequence": {"$gte": sequence}}, {"sequence": 1}, sort=[("sequence", ASCENDING)]
        )
        if first is None:
            return inf, set()
        reached = first["sequence"]
        rows = await collection.find({"sequence": reached}, {"ids": 1}).to_list()
        return reached, {identity for row in rows for identity in names(row)}


class StoredLease:
    """Where one of this service's leases stands (a `LeaseStore`)."""

    def __init__(self, name: str) -> None:
        self._name = name

    async def _prepare(self) -> None:
        """Make the lease, free, as it is missing."""
        free = {"_id": self._name, "holder": "", "epoch": 0, "beat": 0}
        with suppress(DuplicateKeyError), database_deadline():
            await LeaseDocument.get_pymongo_collection().insert_one(free)

    async def position(self) -> Mapping[str, Any]:
        """Return `holder`, `epoch` and `beat` as they are stored."""
        return await self._one_of_all()

    async def take_lease(self, *, holder: str, epoch: int, beat: int) -> bool:
        """Take the lease over if it still is as it was seen; its epoch grows by one."""
        return await self._changed_in_all(
            {"epoch": epoch, "beat": beat},
            {"$set": {"holder": holder, "epoch": epoch + 1, "beat": 0}},
        )

    async def renew_lease(self, *, epoch: int) -> bool:
        """Show that the holder lives; false when somebody else took the lease."""
        return await self._changed_in_all({"epoch": epoch}, {"$inc": {"beat": 1}})

    async def release_lease(self, *, epoch: int) -> None:
        """Let the next one take over at once."""
        release = {"$set": {"holder": ""}, "$inc": {"beat": 1}}
        await self._changed_in_all({"epoch": epoch}, release)

    async def _one_of_all(self) -> Mapping[str, Any]:
        with database_deadline():
            found = await LeaseDocument.get_pymongo_collection().find_one({"_id": self._name})
        if found is None:
            await self._prepare()
        return found or {}

    async def _changed_in_all(
        self, condition: Mapping[str, Any], change: Mapping[str, Any]
    ) -> bool:
        collection = LeaseDocument.get_pymongo_collection()
        with database_deadline():
            result = await collection.update_one({"_id": self._name, **condition}, change)
        return bool(result.matched_count)
