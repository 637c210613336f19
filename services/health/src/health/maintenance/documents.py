"""How maintenance windows are stored."""

from typing import Annotated, ClassVar

from chassis import StoredDocument, outbox_index
from contracts.health.v1 import MaintenanceWindow
from pydantic import Field
from pymongo import ASCENDING, IndexModel


class WindowDocument(StoredDocument, MaintenanceWindow, extra="ignore"):
    """A window with what only the store needs."""

    is_cancelled: Annotated[bool, Field(alias="isCancelled")] = False

    class Settings:
        """Each index serves the query named beside it."""

        name = "maintenance"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [
            outbox_index(),
            # those that aren't cancelled
            IndexModel([("isCancelled", ASCENDING), ("startsAt", ASCENDING)], name="planned"),
        ]
