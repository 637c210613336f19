"""How notes are stored."""

from typing import ClassVar

from chassis import StoredDocument, outbox_index
from contracts.tenant.v1 import Note
from pymongo import ASCENDING, DESCENDING, IndexModel


class NoteDocument(StoredDocument, Note, extra="ignore"):
    """A note; a removed one is empty, and goes with the tenant."""

    removed: bool = False

    class Settings:
        """Each index serves the query named beside it."""

        name = "notes"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [
            outbox_index(),
            # list those of a tenant
            IndexModel([("tenantSlug", ASCENDING), ("_id", DESCENDING)], name="tenant_id"),
        ]
