"""Writes a document and what must be published about it, in one write (ADR 0003)."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from contracts.faults import Conflict

from chassis.documents import OutboxEntry, StoredDocument

D = TypeVar("D", bound=StoredDocument)
_ATTEMPTS = 10


class ChangedMeanwhile(Conflict):
    """Somebody else saved the document between our read and our write."""

    reason = "changed_meanwhile"


class Outbox:
    """The only way documents are written; `wake` is called after each write."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake

    async def insert(self, document: StoredDocument, entries: Sequence[OutboxEntry]) -> None:
        """Store a new document with its entries.

        Raises pymongo's DuplicateKeyError when a unique index refuses it: the store knows which.
        """
        stored = document.storable() | {
            "outbox": [entry.model_dump() for entry in (*entries, *document.projections())]
        }
        await type(document).get_pymongo_collection().insert_one(stored)
        self._wake()

    async def save(self, document: StoredDocument, entries: Sequence[OutboxEntry]) -> None:
        """Store a changed document with its entries; raise `ChangedMeanwhile` when it is stale.

        The relay only ever pulls entries, so it and this write never overwrite each other.
        """
        expected = document.version
        document.version = expected + 1
        fields = document.storable()
        identity = fields.pop("_id")
        fields.pop("outbox", None)
        absent = {
            (field.alias or name): ""
            for name, field in type(document).model_fields.items()
            if (field.alias or name) not in fields and name not in {"id", "outbox"}
        }
        pushed = [entry.model_dump() for entry in (*entries, *document.projections())]
        update = {"$set": fields, "$push": {"outbox": {"$each": pushed}}}
        if absent:
            update["$unset"] = absent
        result = await (
            type(document)
            .get_pymongo_collection()
            .update_one({"_id": identity, "version": expected}, update)
        )
        if result.matched_count == 0:
            document.version = expected
            raise ChangedMeanwhile("Somebody else changed this at the same moment; read it again.")
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
        raise AssertionError  # pragma: no cover - the loop returns or raises
