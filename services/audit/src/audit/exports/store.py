"""Every query about exports; nothing else touches the collection."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from chassis import Outbox, OutboxEntry, Scope, scoped
from pymongo import DESCENDING

from audit.exports.documents import ExportDocument
from audit.exports.rules import WAITING, ExportNotFound

Decide = Callable[[ExportDocument], Sequence[OutboxEntry]]
_SHOWN = {"outbox": 0, "parts": 0}


class ExportStore:
    """Exports in MongoDB; each is of a tenant's entries, of a partner's, or of everybody's."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def add(self, export: ExportDocument, entries: Sequence[OutboxEntry]) -> None:
        """Store a new one."""
        await self._outbox.insert(export, entries)

    async def save(self, export: ExportDocument) -> None:
        """Note how far it is; raise `ChangedMeanwhile` if somebody else works on it."""
        await self._outbox.save(export, [])

    async def one(self, scope: Scope, identity: str) -> ExportDocument:
        """Return an export of entries that the scope may see."""
        collection = ExportDocument.get_pymongo_collection()
        found = await collection.find_one({**scoped(scope), "_id": identity.lower()})
        if found is None:
            raise ExportNotFound(f"There is no export {identity}.")
        return ExportDocument.read_stored(found)

    async def page(
        self, scope: Scope, *, after: tuple[datetime, str] | None, limit: int
    ) -> list[ExportDocument]:
        """Return up to `limit` exports, the newest first."""
        pages: list[dict[str, Any]] = [scoped(scope)]
        if after is not None:
            moment, identity = after
            older = {"createdAt": {"$lt": moment}}
            pages.append({"$or": [older, {"createdAt": moment, "_id": {"$lt": identity}}]})
        found = ExportDocument.get_pymongo_collection().find({"$and": pages}, _SHOWN)
        rows = found.sort([("createdAt", DESCENDING), ("_id", DESCENDING)]).limit(limit)
        return [ExportDocument.read_stored(row) for row in await rows.to_list()]

    async def waiting_of_all(self) -> list[ExportDocument]:
        """Return those that aren't written yet; there are as many as the settings allow."""
        return await self._in_state_of_all(*WAITING)

    async def done_of_all(self) -> list[ExportDocument]:
        """Return those whose file there still is."""
        return await self._in_state_of_all("done")

    async def _in_state_of_all(self, *states: str) -> list[ExportDocument]:
        collection = ExportDocument.get_pymongo_collection()
        found: list[ExportDocument] = []
        for state in states:
            rows = await collection.find({"state": state}).to_list()
            found += [ExportDocument.read_stored(row) for row in rows]
        return found
