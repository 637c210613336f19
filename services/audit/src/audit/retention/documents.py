"""How it is stored what the archive holds."""

from datetime import datetime
from typing import Annotated, ClassVar

from beanie import Document
from chassis import StoredDocument, outbox_index
from pydantic import Field
from pymongo import ASCENDING, IndexModel


class SegmentDocument(StoredDocument):
    """A file of the archive; its id is the file's hash."""

    tenant_slug: Annotated[str, Field(alias="tenantSlug")]
    path: str
    size_bytes: Annotated[int, Field(alias="sizeBytes")]
    entries: int
    # The times of the first and the last entry.
    since: datetime
    until: datetime
    archived_at: Annotated[datetime, Field(alias="archivedAt")]

    class Settings:
        """Each index serves the query named beside it."""

        name = "segments"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [
            outbox_index(),
            # what a span of time may need
            IndexModel([("until", ASCENDING)], name="until"),
        ]


class RetentionDocument(StoredDocument):
    """A tenant's own rules, days by action; its id is the tenant's slug."""

    days: Annotated[dict[str, int], Field(default_factory=dict)]

    class Settings:
        """A handful; read whole."""

        name = "retention"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [outbox_index()]


class ArchivedDocument(Document):
    """Where an archived entry is: all that the database keeps of it."""

    id: Annotated[str, Field(alias="_id")]  # type: ignore[assignment]

    class Settings:
        """Found by the entry's id, and by the people whom it tells of."""

        name = "archived"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [IndexModel([("people", ASCENDING)], name="people")]
