"""Entries about what changes no document: they wait in a collection of their own."""

from typing import ClassVar

from pymongo import IndexModel

from chassis.documents import OutboxEntry, StoredDocument, outbox_index
from chassis.outbox import Outbox


class OutboxDocument(StoredDocument):
    """Holds entries until they are published, then goes."""

    class Settings:
        """Found by the sweep."""

        name = "outbox"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [outbox_index()]


async def record(outbox: Outbox, *entries: OutboxEntry) -> None:
    """Store entries durably before the command is acknowledged."""
    await outbox.insert(OutboxDocument(), entries)
