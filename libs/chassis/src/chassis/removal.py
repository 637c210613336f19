"""Removes what was published from its documents, many documents in one write."""

import asyncio
from typing import Any

from pymongo import DeleteOne, UpdateOne
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import PyMongoError

Collection = AsyncCollection[dict[str, Any]]
Write = UpdateOne | DeleteOne
# With a single one at a time the relay would fall behind many commands that write side by side.
_AT_ONCE = 8


class Removal:
    """While some writes are on their way, what is ready next gathers for the following one.

    Each write is synced to disk, and commands wait for the same disk.
    """

    def __init__(self, collection: Collection, *, at_once: int = _AT_ONCE) -> None:
        self._collection = collection
        self._at_once = at_once
        self._ready: list[tuple[Write, asyncio.Future[None]]] = []
        self._writing: set[asyncio.Task[None]] = set()

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
        if len(self._writing) < self._at_once:
            task = asyncio.create_task(self._write_all())
            self._writing.add(task)
            task.add_done_callback(self._writing.discard)
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

    async def _write_batch(self, writes: list[Write]) -> PyMongoError | None:
        try:
            await self._collection.bulk_write(writes, ordered=False)
        except PyMongoError as error:
            # Some may have been made: the others are published again, and deduplicated.
            return error
        return None
