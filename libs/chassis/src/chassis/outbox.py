"""Writes a document and what must be published about it, in one write (ADR 0003)."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from bus.backoff import Backoff
from bus.streams import MAX_MESSAGE_BYTES
from contracts.faults import Conflict, TooLarge

from chassis.documents import OutboxEntry, StoredDocument

D = TypeVar("D", bound=StoredDocument)

_ATTEMPTS = 20
# Who collides once would collide again, so each waits a time of its own.
_PAUSE = Backoff(first_seconds=0.004, ceiling_seconds=0.2, jitter=1.0)
# The bus counts headers and subject as well.
_LARGEST_ENTRY_BYTES = MAX_MESSAGE_BYTES - 16 * 1024


class ChangedMeanwhile(Conflict):
    """Somebody else saved the document between our read and our write."""

    reason = "changed_meanwhile"


class ChangeTooLarge(TooLarge):
    """What must be published about the change is more than the bus carries, so it isn't made."""

    reason = "change_too_large"


class Outbox:
    """The only way documents are written; `wake` is called after each write."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake

    async def insert(self, document: StoredDocument, entries: Sequence[OutboxEntry]) -> None:
        """Store a new document with its entries.

        Raises pymongo's DuplicateKeyError when a unique index refuses it: the store knows which.
        """
        stored = document.storable() | {"outbox": _dumped(document, entries)}
        await type(document).get_pymongo_collection().insert_one(stored)
        self._wake()

    async def save(self, document: StoredDocument, entries: Sequence[OutboxEntry]) -> None:
        """Store a changed document with its entries; raise `ChangedMeanwhile` when it is stale.

        The relay only ever pulls entries, so it and this write never overwrite each other.
        """
        expected = document.version
        document.version = expected + 1
        try:
            await self._update(document, entries, expected=expected)
        except BaseException:
            document.version = expected
            raise
        self._wake()

    async def change(
        self,
        load: Callable[[], Awaitable[D]],
        decide: Callable[[D], Sequence[OutboxEntry]],
    ) -> D:
        """Load, decide, save; from the start again when somebody saved in between.

        `decide` changes the document in place and returns its entries. No entries means that
        nothing changed: then nothing is written.
        """
        for attempt in range(1, _ATTEMPTS + 1):
            document = await load()
            entries = decide(document)
            if not entries:
                return document
            try:
                await self.save(document, entries)
            except ChangedMeanwhile:
                if attempt == _ATTEMPTS:
                    raise
            else:
                return document
            await asyncio.sleep(_PAUSE.delay(attempt))
        raise AssertionError  # pragma: no cover - the loop returns or raises

    @staticmethod
    async def _update(
        document: StoredDocument, entries: Sequence[OutboxEntry], *, expected: int
    ) -> None:
        fields = document.storable()
        identity = fields.pop("_id")
        for name in document.noted & fields.keys():
            del fields[name]
        update: dict[str, Any] = {
            "$set": fields,
            "$push": {"outbox": {"$each": _dumped(document, entries)}},
        }
        absent = document.stored_names() - fields.keys() - document.noted - {"_id"}
        if absent:
            update["$unset"] = dict.fromkeys(absent, "")
        collection = type(document).get_pymongo_collection()
        result = await collection.update_one({"_id": identity, "version": expected}, update)
        if result.matched_count == 0:
            raise ChangedMeanwhile("Somebody else changed this at the same moment; read it again.")


def _dumped(document: StoredDocument, entries: Sequence[OutboxEntry]) -> list[dict[str, Any]]:
    pushed = [*entries, *document.projections()]
    for entry in pushed:
        size = len(entry.payload.encode())
        if size > _LARGEST_ENTRY_BYTES:
            raise ChangeTooLarge(f"A message of {size} bytes would have to be published.")
    return [entry.model_dump() for entry in pushed]
