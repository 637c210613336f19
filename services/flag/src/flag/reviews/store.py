"""Every query about change requests; nothing else touches them. They belong to no tenant."""

from collections.abc import Callable, Sequence
from typing import Any

from chassis import Outbox, OutboxEntry, as_contract
from contracts.flag.v1 import ChangeRequest

from flag.reviews.documents import ChangeRequestDocument
from flag.reviews.rules import ChangeRequestNotFound

Decide = Callable[[ChangeRequestDocument], Sequence[OutboxEntry]]
_HIDDEN = {"outbox": 0, "base": 0, "switched": 0}


class ChangeRequestStore:
    """Change requests in MongoDB."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def insert(self, request: ChangeRequestDocument, entries: Sequence[OutboxEntry]) -> None:
        """Store a new one."""
        await self._outbox.insert(request, entries)

    async def change(self, identity: str, decide: Decide) -> ChangeRequestDocument:
        """Load, decide, save; no entries from `decide` means no write."""
        return await self._outbox.change(lambda: self.document_of_all(identity), decide)

    async def save(self, request: ChangeRequestDocument) -> None:
        """Store what another document's entry tells of."""
        await self._outbox.save(request, ())

    async def document_of_all(self, identity: str) -> ChangeRequestDocument:
        """Return one, with what only the store needs."""
        found = await ChangeRequestDocument.get_pymongo_collection().find_one({"_id": identity})
        if found is None:
            raise ChangeRequestNotFound(identity)
        return ChangeRequestDocument.read_stored(found)

    async def page_of_all(
        self, *, flag_key: str | None, status: str | None, before: str | None, limit: int
    ) -> list[ChangeRequest]:
        """Return up to `limit` that are older than the id `before`, the newest first."""
        wanted = {
            "flagKey": flag_key,
            "status": status,
            "_id": {"$lt": before} if before else None,
        }
        conditions: dict[str, Any] = {name: one for name, one in wanted.items() if one is not None}
        found = ChangeRequestDocument.get_pymongo_collection().find(conditions, _HIDDEN)
        newest = await found.sort("_id", -1).limit(limit).to_list()
        return [as_contract(ChangeRequest, raw) for raw in newest]
