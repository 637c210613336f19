"""Every query about maintenance windows; nothing else touches the collection."""

from collections.abc import Callable, Sequence

from chassis import Outbox, OutboxEntry

from health.maintenance.documents import WindowDocument
from health.maintenance.rules import WindowNotFound

Decide = Callable[[WindowDocument], Sequence[OutboxEntry]]


class WindowStore:
    """Windows in MongoDB."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def insert(self, window: WindowDocument, entries: Sequence[OutboxEntry]) -> None:
        """Store a new window."""
        await self._outbox.insert(window, entries)

    async def change_in_all(self, identity: str, decide: Decide) -> WindowDocument:
        """Load, decide, save."""

        async def load() -> WindowDocument:
            found = await WindowDocument.get_pymongo_collection().find_one({"_id": identity})
            if found is None:
                raise WindowNotFound(f"There is no maintenance window {identity}.")
            return WindowDocument.read_stored(found)

        return await self._outbox.change(load, decide)

    async def all_planned(self) -> list[WindowDocument]:
        """Return those that aren't cancelled."""
        collection = WindowDocument.get_pymongo_collection()
        found = await collection.find({"isCancelled": False}, {"outbox": 0}).to_list()
        return [WindowDocument.read_stored(raw) for raw in found]
