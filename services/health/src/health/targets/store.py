"""Every query about targets and heartbeats; nothing else touches the collections."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from chassis import Outbox, OutboxEntry
from pymongo.errors import DuplicateKeyError

from health.targets.documents import HeartbeatDocument, TargetDocument
from health.targets.faults import TargetNotFound, TargetTaken

Decide = Callable[[TargetDocument], Sequence[OutboxEntry]]


@dataclass(frozen=True, slots=True)
class Beat:
    """A heartbeat as it came."""

    at: datetime
    status: str
    message: str


class TargetStore:
    """Targets in MongoDB. A removed one stays, marked, until its entries are published."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def insert_in_all(self, target: TargetDocument, entries: Sequence[OutboxEntry]) -> None:
        """Store a new target; one that was removed makes room."""
        collection = TargetDocument.get_pymongo_collection()
        await collection.delete_one({"_id": target.id, "isDeleted": True, "outbox": []})
        try:
            await self._outbox.insert(target, entries)
        except DuplicateKeyError as error:
            raise TargetTaken(f"The id {target.id} is taken.") from error

    async def change_in_all(self, target_id: str, decide: Decide) -> TargetDocument:
        """Load, decide, save."""

        async def load() -> TargetDocument:
            collection = TargetDocument.get_pymongo_collection()
            found = await collection.find_one({"_id": target_id, "isDeleted": False})
            if found is None:
                raise TargetNotFound(f"There is no target {target_id}.")
            return TargetDocument.read_stored(found)

        return await self._outbox.change(load, decide)

    async def all_kept(self) -> list[TargetDocument]:
        """Return every target that isn't removed."""
        collection = TargetDocument.get_pymongo_collection()
        found = await collection.find({"isDeleted": False}, {"outbox": 0}).to_list()
        return [TargetDocument.read_stored(raw) for raw in found]

    async def fingerprint_of_all(self) -> tuple[int, int]:
        """Return what differs whenever a target does: their number and their versions' sum."""
        groups = await TargetDocument.get_pymongo_collection().aggregate(
            [
                {"$match": {"isDeleted": False}},
                {"$group": {"_id": None, "count": {"$sum": 1}, "sum": {"$sum": "$version"}}},
            ]
        )
        found = await groups.to_list()
        return (found[0]["count"], found[0]["sum"]) if found else (0, 0)


class HeartbeatStore:
    """The last heartbeat of each target."""

    async def put_in_all(self, target_id: str, beat: Beat) -> None:
        """Keep the newest."""
        await HeartbeatDocument.get_pymongo_collection().update_one(
            {"_id": target_id},
            {"$set": {"at": beat.at, "status": beat.status, "message": beat.message}},
            upsert=True,
        )

    async def last_in_all(self, target_id: str) -> Beat | None:
        """Return the newest."""
        found = await HeartbeatDocument.get_pymongo_collection().find_one({"_id": target_id})
        return Beat(found["at"], found["status"], found["message"]) if found else None
