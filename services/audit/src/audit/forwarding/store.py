"""Every query about sinks and their places; nothing else touches the collections."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from chassis import Outbox, OutboxEntry
from pymongo.errors import DuplicateKeyError

from audit.forwarding.documents import PlaceDocument, SinkDocument
from audit.forwarding.faults import SinkNotFound

Decide = Callable[[SinkDocument], Sequence[OutboxEntry]]
# A removed one stays until its entry is published.
_KEPT: dict[str, Any] = {"isRemoved": False}


class SinkStore:
    """Sinks in MongoDB; they belong to the platform, not to a tenant."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def insert_in_all(self, sink: SinkDocument, entries: Sequence[OutboxEntry]) -> None:
        """Store a new one; what was removed is cleared away."""
        gone = {"isRemoved": True, "outbox": []}
        await SinkDocument.get_pymongo_collection().delete_many(gone)
        await self._outbox.insert(sink, entries)

    async def all_kept(self) -> list[SinkDocument]:
        """Return every sink that isn't removed."""
        found = SinkDocument.get_pymongo_collection().find(_KEPT, {"outbox": 0})
        return [SinkDocument.read_stored(row) for row in await found.to_list()]

    async def one_of_all(self, identity: str) -> SinkDocument:
        """Return one sink."""
        wanted = {"_id": identity.lower(), **_KEPT}
        found = await SinkDocument.get_pymongo_collection().find_one(wanted, {"outbox": 0})
        if found is None:
            raise SinkNotFound(f"There is no sink {identity}.")
        return SinkDocument.read_stored(found)

    async def change_in_all(self, identity: str, decide: Decide) -> SinkDocument:
        """Load, decide, save."""

        async def load() -> SinkDocument:
            return await self.one_of_all(identity)

        return await self._outbox.change(load, decide)


class PlaceStore:
    """Places in MongoDB. Who forwards claims one with its lease's epoch; older ones are out."""

    async def all_places(self) -> dict[str, PlaceDocument]:
        """Return every sink's, by the sink's id."""
        rows = await PlaceDocument.get_pymongo_collection().find({}).to_list()
        return {row["_id"]: PlaceDocument.model_validate(row) for row in rows}

    async def claim_in_all(self, sink: SinkDocument, *, epoch: int) -> PlaceDocument | None:
        """Take the place over; a sink that was told to begin anew does. None for a stale epoch."""
        collection = PlaceDocument.get_pymongo_collection()
        fresh = {"_id": sink.id, "index": sink.start, "starts": sink.starts, "epoch": 0}
        with suppress(DuplicateKeyError):
            await collection.insert_one(fresh)
        begun = {"index": sink.start, "starts": sink.starts, "failures": 0, "error": ""}
        older = {"_id": sink.id, "starts": {"$lt": sink.starts}}
        await collection.update_one(older, {"$set": begun})
        mine = {"_id": sink.id, "epoch": {"$lte": epoch}}
        await collection.update_one(mine, {"$set": {"epoch": epoch}})
        found = await collection.find_one({"_id": sink.id, "epoch": epoch})
        return PlaceDocument.model_validate(found) if found else None

    async def advance_in_all(
        self, place: PlaceDocument, index: int, *, delivered: int, at: datetime
    ) -> bool:
        """Note what was taken; false when somebody else forwards, or the sink begins anew."""
        told: dict[str, Any] = {"index": index}
        if delivered:
            told |= {"deliveredAt": at, "failures": 0, "error": ""}
        change: dict[str, Any] = {"$set": told, "$inc": {"delivered": delivered}}
        if delivered:
            change["$unset"] = {"nextAttemptAt": ""}
        return await self._changed_in_all(place, change)

    async def fail_in_all(
        self, place: PlaceDocument, error: str, *, failures: int, next_attempt_at: datetime
    ) -> bool:
        """Note why nothing was taken; false as above."""
        told = {"error": error, "failures": failures, "nextAttemptAt": next_attempt_at}
        return await self._changed_in_all(place, {"$set": told})

    async def remove_in_all(self, identity: str) -> None:
        """Forget a sink's place."""
        await PlaceDocument.get_pymongo_collection().delete_one({"_id": identity})

    async def _changed_in_all(self, place: PlaceDocument, change: dict[str, Any]) -> bool:
        wanted = {"_id": place.id, "epoch": place.epoch, "starts": place.starts}
        result = await PlaceDocument.get_pymongo_collection().update_one(wanted, change)
        return bool(result.matched_count)
