"""What waits in one collection to be published, worked off many documents at a time."""

import asyncio
from collections.abc import Hashable, Mapping
from typing import Any

import structlog

from chassis.documents import OUTBOX_PENDING
from chassis.moving import Mover
from chassis.patience import Patience
from chassis.removal import Collection

log = structlog.get_logger()
_AT_ONCE = 64
_PAGE = 256


class Pending:
    """A document that fails keeps nobody else waiting: the walk goes on, and comes back later."""

    def __init__(self, collection: Collection, mover: Mover, *, patience: Patience) -> None:
        self.patience = patience
        self._collection = collection
        self._mover = mover
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._running: set[asyncio.Task[None]] = set()
        self._failures: list[BaseException] = []

    async def count(self) -> int:
        """Return how many documents have something to publish."""
        return await self._collection.count_documents(OUTBOX_PENDING)

    async def sweep(self) -> None:
        """Walk once over all that waits; raise when bus or database can't be reached."""
        self._failures.clear()
        seen: set[Hashable] = set()
        try:
            async with self._collection.find(
                OUTBOX_PENDING, {"outbox": 1}, batch_size=_PAGE
            ) as waiting:
                async for document in waiting:
                    seen.add(document["_id"])
                    if not self.patience.is_early(document["_id"]):
                        await self._begin(document)
                    if self._failures:
                        break
        finally:
            # What has begun is finished, also when we are told to stop: else it is sent twice.
            if self._running:
                await asyncio.wait(self._running)
        if self._failures:
            raise self._failures[0]
        self.patience.keep_only(seen)

    async def _begin(self, document: Mapping[str, Any]) -> None:
        await self._room.acquire()
        task = asyncio.create_task(self._move(document))
        self._running.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._room.release()
        if not task.cancelled() and (error := task.exception()):
            self._failures.append(error)

    async def _move(self, document: Mapping[str, Any]) -> None:
        identity = document["_id"]
        if reason := await self._mover.move(document):
            if self.patience.failed(identity) == 1:
                log.warning(
                    "entries_wait",
                    collection=self._collection.name,
                    document_id=identity,
                    reason=reason,
                )
        else:
            self.patience.succeeded(identity)
