"""Removes what was published from its documents, many documents in one write."""

import asyncio
from typing import Any

from pymongo import DeleteOne, UpdateOne
from pymongo.asynchronous.collection import AsyncCollection

Collection = AsyncCollection[dict[str, Any]]
Write = UpdateOne | DeleteOne


class Removal:
    """While one write is on its way, what is ready next gathers for the following one.

    Each write is synced to disk, and commands wait for the same disk.
    """

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._ready: list[tuple[Write, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def entries(self, document_id: Any, entries: list[str]) -> None:
        """Remove entries from a document; others that were added meanwhile stay."""
        change = {"$pull": {"outbox": {"id": {"$in": entries}}}}
        await self._write(UpdateOne({"_id": document_id}, change))

    async def document(self, document_id: Any) -> None:
        """Remove a document that existed for its entries alone."""
        await self._write(DeleteOne({"_id": document_id}))

    async def _write(self, write: Write) -> None:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._ready.append((write, done))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all())
        await done

    async def _write_all(self) -> None:
        while self._ready:
            batch, self._ready = self._ready, []
            failure = await self._write_batch([write for write, _ in batch])
            for _, done in batch:
                if failure is None:
                    done.set_result(None)
                else:
                    done.set_exception(failure)

    async def _write_batch(self, writes: list[Write]) -> Exception | None:
        try:
            await self._collection.bulk_write(writes, ordered=False)
        except Exception as error:  # noqa: BLE001 - whoever waits for the write raises it
            # Some may have been made: the others are published again, and deduplicated.
            return error
        return None
