"""Every query about flags; nothing else touches the collection. Flags belong to no tenant."""

from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from chassis import Outbox, OutboxEntry
from contracts.flag.v1 import Flag
from pymongo.errors import DuplicateKeyError

from flag import search
from flag.documents import FlagDocument
from flag.rules import FlagNotFound, KeyTaken

Decide = Callable[[FlagDocument], Sequence[OutboxEntry]]
_HIDDEN = {"outbox": 0, "search": 0, "marks": 0}
_STATES = ("off", "on", "targeted", "rollout")
_ALIVE = {"removedAt": {"$exists": False}}


class FlagStore:
    """Flags in MongoDB."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def insert(self, flag: FlagDocument, entries: Sequence[OutboxEntry]) -> bool:
        """Store a new flag; false when its key has an owner, living or removed."""
        try:
            await self._outbox.insert(flag, entries)
        except DuplicateKeyError:
            return False
        return True

    async def change(self, key: str, decide: Decide) -> FlagDocument:
        """Load, decide, save; no entries from `decide` means no write."""

        async def load() -> FlagDocument:
            found = await self.document_of_all(key)
            if found is None or found.removed_at is not None:
                raise FlagNotFound(key)
            return found

        return await self._outbox.change(load, decide)

    async def revive(self, key: str, decide: Decide) -> FlagDocument:
        """Load a removed flag, decide, save; the key of a living one is taken."""

        async def load() -> FlagDocument:
            found = await self.document_of_all(key)
            if found is None or found.removed_at is None:
                raise KeyTaken(key)
            return found

        return await self._outbox.change(load, decide)

    async def get_of_all(self, key: str) -> Flag:
        """Return one flag."""
        collection = FlagDocument.get_pymongo_collection()
        found = await collection.find_one({"_id": key, **_ALIVE}, _HIDDEN)
        if found is None:
            raise FlagNotFound(key)
        return Flag.read(found)

    async def page_of_all(
        self,
        *,
        state: str | None = None,
        tag: str | None = None,
        words: Sequence[str] = (),
        among: Sequence[str] | None = None,
        after: str = "",
        limit: int,
    ) -> list[Flag]:
        """Return up to `limit` flags behind the key `after`, by key, without their histories."""
        conditions = [*_about(words, tag), {"_id": {"$gt": after}}]
        if state is not None:
            conditions.append({"state": state})
        if among is not None:
            conditions.append({"_id": {"$in": list(among)}})
        collection = FlagDocument.get_pymongo_collection()
        found = collection.find({"$and": conditions}, {**_HIDDEN, "history": 0})
        return [Flag.read(raw) for raw in await found.sort("_id").limit(limit).to_list()]

    async def everything_of_all(self) -> AsyncIterator[FlagDocument]:
        """Give all flags, removed ones too."""
        async for raw in FlagDocument.get_pymongo_collection().find({}, {"history": 0}):
            yield FlagDocument.read_stored(raw)

    async def counts_of_all(self, *, words: Sequence[str], tag: str | None) -> dict[str, int]:
        """Return how many flags of each state match."""
        collection = FlagDocument.get_pymongo_collection()
        groups = await collection.aggregate(
            [
                {"$match": {"$and": _about(words, tag)}},
                {"$group": {"_id": "$state", "count": {"$sum": 1}}},
            ]
        )
        found = {group["_id"]: group["count"] for group in await groups.to_list()}
        return {state: found.get(state, 0) for state in _STATES}

    async def document_of_all(self, key: str) -> FlagDocument | None:
        """Return a flag, living or removed, with what only the store needs."""
        found = await FlagDocument.get_pymongo_collection().find_one({"_id": key})
        return FlagDocument.read_stored(found) if found is not None else None


def _about(words: Sequence[str], tag: str | None) -> list[dict[str, Any]]:
    tagged = [{"tags": tag}] if tag is not None else []
    return [_ALIVE, *tagged, *(search.matching(word) for word in words)]
