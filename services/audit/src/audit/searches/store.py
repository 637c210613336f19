"""Every query about saved searches; nothing else touches the collection."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from chassis import Outbox, OutboxEntry

from audit.searches.documents import SearchDocument
from audit.searches.rules import SearchNotFound

Decide = Callable[[SearchDocument], Sequence[OutboxEntry]]
# A removed one stays until its entry is published.
_KEPT: dict[str, Any] = {"isRemoved": False}


class SearchStore:
    """Searches in MongoDB: each is its owner's, whatever tenant that is of."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def insert_in_all(self, search: SearchDocument, entries: Sequence[OutboxEntry]) -> None:
        """Store a new one; what was removed is cleared away."""
        collection = SearchDocument.get_pymongo_collection()
        await collection.delete_many({"ownerId": search.owner_id, "isRemoved": True, "outbox": []})
        await self._outbox.insert(search, entries)

    async def visible_in_all(
        self, owner_id: str, audiences: Collection[str]
    ) -> list[SearchDocument]:
        """Return somebody's own, and what is shared with them."""
        collection = SearchDocument.get_pymongo_collection()
        shared = {"audience": {"$in": list(audiences)}}
        rows = {
            row["_id"]: row
            for wanted in ({"ownerId": owner_id}, shared)
            for row in await collection.find({**wanted, **_KEPT}, {"outbox": 0}).to_list()
        }
        return [SearchDocument.read_stored(row) for row in rows.values()]

    async def change_own_in_all(
        self, identity: str, owner_id: str, decide: Decide
    ) -> SearchDocument:
        """Load one of somebody's own, decide, save."""

        async def load() -> SearchDocument:
            collection = SearchDocument.get_pymongo_collection()
            wanted = {"_id": identity.lower(), "ownerId": owner_id, **_KEPT}
            found = await collection.find_one(wanted)
            if found is None:
                raise SearchNotFound(f"You have no search {identity}.")
            return SearchDocument.read_stored(found)

        return await self._outbox.change(load, decide)
