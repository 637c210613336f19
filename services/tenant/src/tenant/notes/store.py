"""Every query about notes; nothing else touches the collection."""

from collections.abc import Callable, Sequence

from chassis import Outbox, OutboxEntry, as_contract, scoped
from contracts.faults import NotFound
from contracts.tenant.v1 import Note

from tenant.notes.documents import NoteDocument

Decide = Callable[[NoteDocument], Sequence[OutboxEntry]]
_HIDDEN = {"outbox": 0, "removed": 0}


class NoteNotFound(NotFound):
    """No such note about this tenant."""

    reason = "note_not_found"


class NoteStore:
    """Notes in MongoDB."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def insert(self, note: NoteDocument, entry: OutboxEntry) -> None:
        """Store a new one."""
        await self._outbox.insert(note, [entry])

    async def page(self, tenant_slug: str, *, before: str | None, limit: int) -> list[Note]:
        """Return up to `limit` notes, the newest first: ids grow with time."""
        behind = {"_id": {"$lt": before}} if before else {}
        found = await NoteDocument.get_pymongo_collection().aggregate(
            [
                {"$match": scoped(tenant_slug)},
                {"$match": {"removed": False, **behind}},
                {"$sort": {"_id": -1}},
                {"$limit": limit},
                {"$project": _HIDDEN},
            ]
        )
        return [as_contract(Note, raw) for raw in await found.to_list()]

    async def change(self, tenant_slug: str, note_id: str, decide: Decide) -> None:
        """Load one about this tenant, decide, save."""
        collection = NoteDocument.get_pymongo_collection()
        wanted = {"_id": note_id.lower(), "removed": False, **scoped(tenant_slug)}

        async def load() -> NoteDocument:
            found = await collection.find_one(wanted)
            if found is None:
                raise NoteNotFound(f"There is no note {note_id} about {tenant_slug}.")
            return NoteDocument.read_stored(found)

        await self._outbox.change(load, decide)
