"""Every query about incidents; nothing else touches the collection."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from chassis import Outbox, OutboxEntry, as_contract
from contracts.health.v1 import Incident
from pymongo.errors import DuplicateKeyError

from health.incidents.documents import IncidentDocument
from health.incidents.rules import AlreadyOpen, IncidentNotFound

Decide = Callable[[IncidentDocument], Sequence[OutboxEntry]]
_HIDDEN = {"outbox": 0, "openTarget": 0, "isOpen": 0}


class IncidentStore:
    """Incidents in MongoDB."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def insert(self, incident: IncidentDocument, entries: Sequence[OutboxEntry]) -> None:
        """Store a new incident; a second open one for a target is a conflict."""
        try:
            await self._outbox.insert(incident, entries)
        except DuplicateKeyError as error:
            raise AlreadyOpen(f"{incident.target_id} has an open incident.") from error

    async def change_in_all(self, identity: str, decide: Decide) -> IncidentDocument:
        """Load, decide, save; no entries from `decide` means no write."""

        async def load() -> IncidentDocument:
            found = await IncidentDocument.get_pymongo_collection().find_one({"_id": identity})
            if found is None:
                raise IncidentNotFound(f"There is no incident {identity}.")
            return IncidentDocument.read_stored(found)

        return await self._outbox.change(load, decide)

    async def one_of_all(self, identity: str) -> Incident:
        """Return one incident."""
        found = await IncidentDocument.get_pymongo_collection().find_one({"_id": identity}, _HIDDEN)
        if found is None:
            raise IncidentNotFound(f"There is no incident {identity}.")
        return as_contract(Incident, found)

    async def all_open(self) -> list[Incident]:
        """Return the open ones."""
        return await self._read({"isOpen": True})

    async def all_closed_since(self, moment: datetime) -> list[Incident]:
        """Return those that ended lately."""
        return await self._read({"closedAt": {"$gte": moment}})

    async def page_of_all(
        self, *, is_open: bool | None, after: tuple[datetime, str] | None, limit: int
    ) -> list[Incident]:
        """Return up to `limit` incidents, the newest first."""
        conditions: list[dict[str, Any]] = [] if is_open is None else [{"isOpen": is_open}]
        if after:
            moment, identity = after
            conditions.append(
                {
                    "$or": [
                        {"openedAt": {"$lt": moment}},
                        {"openedAt": moment, "_id": {"$lt": identity}},
                    ]
                }
            )
        found = await (
            IncidentDocument.get_pymongo_collection()
            .find({"$and": conditions} if conditions else {}, _HIDDEN)
            .sort([("openedAt", -1), ("_id", -1)])
            .limit(limit)
            .to_list()
        )
        return [as_contract(Incident, raw) for raw in found]

    @staticmethod
    async def _read(query: dict[str, Any]) -> list[Incident]:
        collection = IncidentDocument.get_pymongo_collection()
        found = await collection.find(query, _HIDDEN).to_list()
        return sorted((as_contract(Incident, raw) for raw in found), key=lambda one: one.opened_at)
