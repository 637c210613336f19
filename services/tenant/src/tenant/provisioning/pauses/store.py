"""Every query about pauses of whole systems."""

from collections.abc import Callable, Sequence
from contextlib import suppress

from chassis import Outbox, OutboxEntry
from pymongo.errors import DuplicateKeyError

from tenant.provisioning.pauses.documents import IntegrationDocument

Decide = Callable[[IntegrationDocument], Sequence[OutboxEntry]]


class PauseStore:
    """Systems in MongoDB, as far as something was said about them."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def get_for_all(self, name: str) -> IntegrationDocument:
        """Return what was said about a system."""
        found = await IntegrationDocument.get_pymongo_collection().find_one({"_id": name})
        return IntegrationDocument.read_stored(found) if found else IntegrationDocument(id=name)

    async def paused_in_all(self) -> frozenset[str]:
        """Return the names of the systems that are left alone."""
        found = IntegrationDocument.get_pymongo_collection().find({"pausedAt": {"$ne": None}})
        return frozenset([raw["_id"] for raw in await found.to_list()])

    async def change_for_all(self, name: str, decide: Decide) -> IntegrationDocument:
        """Load or begin, decide, save; no entries from `decide` means no write."""

        async def load() -> IntegrationDocument:
            collection = IntegrationDocument.get_pymongo_collection()
            while (found := await collection.find_one({"_id": name})) is None:
                # Begun by somebody else just now: theirs is found.
                with suppress(DuplicateKeyError):
                    await self._outbox.insert(IntegrationDocument(id=name), ())
            return IntegrationDocument.read_stored(found)

        return await self._outbox.change(load, decide)
