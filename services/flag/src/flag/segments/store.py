"""Every query about segments; nothing else touches the collection. They belong to no tenant."""

from collections.abc import AsyncIterator, Callable, Sequence

from chassis import Outbox, OutboxEntry
from contracts.flag.v1 import Segment
from pymongo.errors import DuplicateKeyError

from flag.segments.documents import SegmentDocument
from flag.segments.rules import SegmentKeyTaken, SegmentNotFound

Decide = Callable[[SegmentDocument], Sequence[OutboxEntry]]
_ALIVE = {"removedAt": {"$exists": False}}


class SegmentStore:
    """Segments in MongoDB."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def insert(self, segment: SegmentDocument, entries: Sequence[OutboxEntry]) -> bool:
        """Store a new segment; false when its key has an owner, living or removed."""
        try:
            await self._outbox.insert(segment, entries)
        except DuplicateKeyError:
            return False
        return True

    async def change(
        self, key: str, decide: Decide, *, is_removed: bool = False
    ) -> SegmentDocument:
        """Load, decide, save; no entries from `decide` means no write."""

        async def load() -> SegmentDocument:
            segment = await self._document_of_all(key)
            if segment is not None and (segment.removed_at is not None) == is_removed:
                return segment
            raise SegmentKeyTaken(key) if is_removed else SegmentNotFound(key)

        return await self._outbox.change(load, decide)

    async def get_of_all(self, key: str) -> Segment:
        """Return one segment."""
        collection = SegmentDocument.get_pymongo_collection()
        found = await collection.find_one({"_id": key, **_ALIVE}, {"outbox": 0})
        if found is None:
            raise SegmentNotFound(key)
        return Segment.read(found)

    async def everything_of_all(self) -> AsyncIterator[SegmentDocument]:
        """Give all segments, removed ones too."""
        async for raw in SegmentDocument.get_pymongo_collection().find({}):
            yield SegmentDocument.read_stored(raw)

    async def page_of_all(self, *, after: str, limit: int) -> list[Segment]:
        """Return up to `limit` segments behind the key `after`, by key."""
        collection = SegmentDocument.get_pymongo_collection()
        found = collection.find({"_id": {"$gt": after}, **_ALIVE}, {"outbox": 0})
        return [Segment.read(raw) for raw in await found.sort("_id").limit(limit).to_list()]

    async def _document_of_all(self, key: str) -> SegmentDocument | None:
        found = await SegmentDocument.get_pymongo_collection().find_one({"_id": key})
        return SegmentDocument.read_stored(found) if found is not None else None
