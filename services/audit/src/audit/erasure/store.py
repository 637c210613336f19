"""Every query about erasures; nothing else touches the collection."""

from collections.abc import Sequence
from datetime import datetime

from chassis import Outbox, OutboxEntry, as_contract
from contracts.audit.v1 import Erasure
from pymongo import DESCENDING
from pymongo.errors import DuplicateKeyError

from audit.erasure.documents import ErasureDocument
from audit.erasure.rules import ErasureNotFound


class ErasureStore:
    """Erasures in MongoDB; they belong to the platform, not to a tenant."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def add(
        self, erasure: ErasureDocument, entries: Sequence[OutboxEntry]
    ) -> ErasureDocument:
        """Store a new erasure; return the one that is there if the same was asked for meanwhile."""
        try:
            await self._outbox.insert(erasure, entries)
        except DuplicateKeyError:
            return await self.one_of_all(erasure.id)
        return erasure

    async def save(self, erasure: ErasureDocument) -> None:
        """Store what has come of it; raise `ChangedMeanwhile` when somebody else has."""
        await self._outbox.save(erasure, [])

    async def one_of_all(self, identity: str) -> ErasureDocument:
        """Return an erasure; raise `ErasureNotFound`."""
        collection = ErasureDocument.get_pymongo_collection()
        row = await collection.find_one({"_id": identity.lower()})
        if row is None:
            raise ErasureNotFound(f"There is no erasure {identity}.")
        return ErasureDocument.read_stored(row)

    async def asked_of_all(self, asked: str) -> ErasureDocument | None:
        """Return the latest erasure that was asked for with this keyed hash."""
        collection = ErasureDocument.get_pymongo_collection()
        rows = await collection.find({"asked": asked}).to_list()
        documents = [ErasureDocument.read_stored(row) for row in rows]
        return max(documents, key=lambda one: one.at, default=None)

    async def in_state_of_all(self, state: str, *, before: datetime) -> list[ErasureDocument]:
        """Return erasures of a state that were asked for before then."""
        collection = ErasureDocument.get_pymongo_collection()
        rows = await collection.find({"state": state}).to_list()
        documents = [ErasureDocument.read_stored(row) for row in rows]
        return [one for one in documents if one.at < before]

    async def page_of_all(self, *, after: tuple[datetime, str] | None, limit: int) -> list[Erasure]:
        """Return up to `limit` erasures, newest first; there are few enough to look at all."""
        collection = ErasureDocument.get_pymongo_collection()
        newest = [("at", DESCENDING), ("_id", DESCENDING)]
        behind = [{"at": {"$lte": after[0]}}] if after else []
        rows = await collection.find({"$and": behind} if behind else {}).sort(newest).to_list()
        return [
            as_contract(Erasure, row)
            for row in rows
            if after is None or (row["at"], row["_id"]) < after
        ][:limit]


def shown(erasure: ErasureDocument) -> Erasure:
    """Return the contract's message."""
    return as_contract(Erasure, erasure.storable())
