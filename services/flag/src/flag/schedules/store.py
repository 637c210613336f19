"""Every query about schedules; nothing else touches the collection. They belong to no tenant."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from chassis import Outbox, OutboxEntry, as_contract
from contracts.flag.v1 import Schedule
from pymongo import ASCENDING, ReturnDocument

from flag.schedules.documents import ScheduleDocument
from flag.schedules.rules import ScheduleNotFound

Decide = Callable[[ScheduleDocument], Sequence[OutboxEntry]]
_HIDDEN = {"outbox": 0}
# A step takes milliseconds; who needs longer was killed.
_LEASE = timedelta(seconds=30)


class ScheduleStore:
    """Schedules in MongoDB."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def insert(self, schedule: ScheduleDocument, entries: Sequence[OutboxEntry]) -> None:
        """Store a new schedule."""
        await self._outbox.insert(schedule, entries)

    async def change(self, identity: str, decide: Decide) -> ScheduleDocument:
        """Load, decide, save; no entries from `decide` means no write."""
        return await self._outbox.change(lambda: self._document_of_all(identity), decide)

    async def claim_in_all(self, now: datetime) -> ScheduleDocument | None:
        """Return a schedule whose step is due and that nobody else works on."""
        free = [{"leasedUntil": {"$exists": False}}, {"leasedUntil": {"$lte": now}}]
        found = await ScheduleDocument.get_pymongo_collection().find_one_and_update(
            {"state": "running", "nextAt": {"$lte": now}, "$or": free},
            {"$set": {"leasedUntil": now + _LEASE}},
            sort=[("nextAt", ASCENDING)],
            return_document=ReturnDocument.AFTER,
        )
        return ScheduleDocument.read_stored(found) if found is not None else None

    async def finish_step(self, identity: str, advance: Callable[[ScheduleDocument], None]) -> None:
        """Store that a step is made; the flag's own entry tells of it."""
        schedule = await self._document_of_all(identity)
        advance(schedule)
        await self._outbox.save(schedule, ())

    async def get_of_all(self, identity: str) -> Schedule:
        """Return one schedule."""
        collection = ScheduleDocument.get_pymongo_collection()
        found = await collection.find_one({"_id": identity}, _HIDDEN)
        if found is None:
            raise ScheduleNotFound(identity)
        return as_contract(Schedule, found)

    async def page_of_all(
        self, *, flag_key: str | None, state: str | None, before: str | None, limit: int
    ) -> list[Schedule]:
        """Return up to `limit` schedules older than the id `before`, the newest first."""
        wanted = {"flagKey": flag_key, "state": state, "_id": {"$lt": before} if before else None}
        conditions: dict[str, Any] = {name: one for name, one in wanted.items() if one is not None}
        found = ScheduleDocument.get_pymongo_collection().find(conditions, _HIDDEN)
        newest = await found.sort("_id", -1).limit(limit).to_list()
        return [as_contract(Schedule, raw) for raw in newest]

    async def _document_of_all(self, identity: str) -> ScheduleDocument:
        found = await ScheduleDocument.get_pymongo_collection().find_one({"_id": identity})
        if found is None:
            raise ScheduleNotFound(identity)
        return ScheduleDocument.read_stored(found)
