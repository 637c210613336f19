"""How change requests are stored."""

from typing import Any, ClassVar

from chassis import StoredDocument, outbox_index
from contracts.flag.v1 import ChangeRequest
from pydantic import Field
from pymongo import ASCENDING, DESCENDING, IndexModel


class ChangeRequestDocument(StoredDocument, ChangeRequest, extra="ignore"):
    """A change request with what only the store needs."""

    # The flag as it was when the draft was written.
    base: dict[str, Any] = Field(default_factory=dict)
    # The tenants that it switches, a line each as previews write them.
    switched: list[str] = Field(default_factory=list)

    class Settings:
        """Each index serves the query named beside it."""

        name = "change_requests"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [
            outbox_index(),
            # a flag's, the newest first
            IndexModel([("flagKey", ASCENDING), ("_id", DESCENDING)], name="flag_newest"),
            # what waits for somebody, the newest first
            IndexModel([("status", ASCENDING), ("_id", DESCENDING)], name="status_newest"),
        ]
