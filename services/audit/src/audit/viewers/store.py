"""Every query about viewer tokens; nothing else touches the collection."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from chassis import Outbox, OutboxEntry, Scope, scoped

from audit.viewers.documents import ViewerTokenDocument
from audit.viewers.rules import ViewerTokenNotFound, ViewerTokenRefused

Decide = Callable[[ViewerTokenDocument], Sequence[OutboxEntry]]


class ViewerTokenStore:
    """Tokens in MongoDB."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def insert_in_all(
        self, token: ViewerTokenDocument, entries: Sequence[OutboxEntry]
    ) -> None:
        """Store a new one; what is over and told is cleared away, whosever it was."""
        over = {"expiresAt": {"$lt": token.created_at}, "outbox": []}
        await ViewerTokenDocument.get_pymongo_collection().delete_many(over)
        await self._outbox.insert(token, entries)

    async def good(self, scope: Scope, *, now: datetime) -> list[ViewerTokenDocument]:
        """Return those that are good, the newest first."""
        found = ViewerTokenDocument.get_pymongo_collection().find(
            {**scoped(scope), "expiresAt": {"$gt": now}, "isRevoked": False}, {"outbox": 0}
        )
        rows = await found.sort("_id", -1).to_list()
        return [ViewerTokenDocument.read_stored(row) for row in rows]

    async def change(self, scope: Scope, identity: str, decide: Decide) -> ViewerTokenDocument:
        """Load one of the scope's, decide, save."""
        wanted = {**scoped(scope), "_id": identity.lower(), "isRevoked": False}
        missing = ViewerTokenNotFound(f"There is no viewer token {identity}.")
        return await self._outbox.change(lambda: self._one_of_all(wanted, missing), decide)

    async def good_of_all(self, token_hash: str, *, now: datetime) -> ViewerTokenDocument:
        """Return the good one with this hash; raise `ViewerTokenRefused`."""
        wanted = {"tokenHash": token_hash, "expiresAt": {"$gt": now}, "isRevoked": False}
        refused = ViewerTokenRefused("This viewer token isn't good, or no longer.")
        return await self._one_of_all(wanted, refused)

    async def use_of_all(
        self, token_hash: str, decide: Decide, *, now: datetime
    ) -> ViewerTokenDocument:
        """Load the good one with this hash, decide, save: a use is noted before it is answered."""
        return await self._outbox.change(lambda: self.good_of_all(token_hash, now=now), decide)

    async def _one_of_all(self, wanted: dict[str, Any], missing: Exception) -> ViewerTokenDocument:
        found = await ViewerTokenDocument.get_pymongo_collection().find_one(wanted)
        if found is None:
            raise missing
        return ViewerTokenDocument.read_stored(found)
