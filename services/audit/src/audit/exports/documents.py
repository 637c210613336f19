"""How exports are stored."""

from typing import Annotated, ClassVar

from chassis import StoredDocument, outbox_index
from contracts.audit.v1 import Export
from pydantic import Field
from pymongo import ASCENDING, DESCENDING, IndexModel

_KEPT_SECONDS = 30 * 24 * 3600


class ExportDocument(StoredDocument, Export, extra="ignore"):
    """A job and how far it is: each part that is written is noted here, and then stands."""

    # The last seal that was looked through, and how many entries that makes.
    seal: int = 0
    looked_at: Annotated[int, Field(alias="lookedAt")] = 0
    # The parts' names, in order.
    parts: list[str] = Field(default_factory=list)
    # Where the whole file is.
    path: str = ""
    # How often it failed in a row.
    failures: int = 0

    class Settings:
        """Each index serves the query named beside it."""

        name = "exports"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [
            outbox_index(),
            # lists
            IndexModel([("createdAt", DESCENDING), ("_id", DESCENDING)], name="newest"),
            IndexModel([("tenantSlug", ASCENDING), ("createdAt", DESCENDING)], name="tenant"),
            IndexModel([("partnerSlug", ASCENDING), ("createdAt", DESCENDING)], name="partner"),
            # what is to be written, and what is to be removed
            IndexModel([("state", ASCENDING)], name="state"),
            # what was asked may tell of people: nobody needs it for longer
            IndexModel([("expiresAt", ASCENDING)], name="old", expireAfterSeconds=_KEPT_SECONDS),
        ]
