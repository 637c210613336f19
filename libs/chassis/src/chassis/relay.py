"""Publishes what documents carry in their outbox, then removes it (ADR 0003)."""

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from bus import Connection
from contracts.faults import Fault
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import PyMongoError

from chassis.directory import put_newer
from chassis.documents import OUTBOX_PENDING, OutboxEntry

log = structlog.get_logger()

Collection = AsyncCollection[dict[str, Any]]
_AT_ONCE = 64
_PAGE = 256


class Relay:
    """Moves outbox entries to the bus, in order within a document, at least once.

    Woken after every write, by the timer, and when the bus is back. Entries are removed only after
    the stream's acknowledgement; a kill in between publishes again, and the entry's id dedupes.
    """

    def __init__(
        self,
        connection: Connection,
        collections: Sequence[Collection],
        *,
        transient: Sequence[Collection] = (),
        sweep_seconds: float = 5.0,
    ) -> None:
        """`transient` collections hold documents that are removed once their outbox is empty."""
        self._connection = connection
        self._collections = [*collections, *transient]
        self._transient = list(transient)
        self._sweep_seconds = sweep_seconds
        self._awake = asyncio.Event()
        self._limit = asyncio.Semaphore(_AT_ONCE)
        connection.on_reconnect(self.wake)

    def wake(self) -> None:
        """Ask for a sweep soon; cheap, from anywhere in the loop."""
        self._awake.set()

    async def run(self) -> None:
        """Sweep at start, when woken and on the timer, until cancelled."""
        self.wake()
        failing = False
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._awake.wait(), self._sweep_seconds)
            self._awake.clear()
            try:
                await self.sweep()
            except (Fault, PyMongoError) as error:
                if not failing:
                    log.warning("relay_waits", reason=str(error))
                failing = True
            else:
                if failing:
                    log.info("relay_resumed")
                failing = False

    async def sweep(self) -> int:
        """Publish everything that waits; return how many entries moved."""
        return sum([await self._sweep_one(collection) for collection in self._collections])

    async def depth(self) -> int:
        """Return how many documents wait to be published."""
        return sum(
            [await collection.count_documents(OUTBOX_PENDING) for collection in self._collections]
        )

    async def _sweep_one(self, collection: Collection) -> int:
        moved = 0
        while True:
            waiting = await collection.find(OUTBOX_PENDING, {"outbox": 1}).limit(_PAGE).to_list()
            if not waiting:
                return moved
            results = await asyncio.gather(
                *(self._move(collection, document) for document in waiting),
                return_exceptions=True,
            )
            for result in results:
                if isinstance(result, BaseException):
                    raise result
                moved += result

    async def _move(self, collection: Collection, document: Mapping[str, Any]) -> int:
        async with self._limit:
            entries = [OutboxEntry.model_validate(raw) for raw in document["outbox"]]
            for entry in entries:
                await self._publish(entry)
            identity = {"_id": document["_id"]}
            published = {"outbox": {"id": {"$in": [entry.id for entry in entries]}}}
            await collection.update_one(identity, {"$pull": published})
            if any(collection is transient for transient in self._transient):
                await collection.delete_one(identity | {"outbox": []})
            return len(entries)

    async def _publish(self, entry: OutboxEntry) -> None:
        if entry.kind == "directory":
            await put_newer(self._connection, key=entry.subject, payload=entry.payload)
            return
        await self._connection.append(
            entry.subject, entry.payload.encode(), headers=entry.headers, message_id=entry.id
        )
