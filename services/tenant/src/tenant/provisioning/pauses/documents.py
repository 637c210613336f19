"""How pauses are stored."""

from datetime import datetime
from typing import Annotated, ClassVar

from chassis import StoredDocument, outbox_index
from pydantic import Field
from pymongo import IndexModel


class IntegrationDocument(StoredDocument):
    """One for each system that was ever paused; its id is the system's name."""

    paused_at: Annotated[datetime | None, Field(alias="pausedAt")] = None
    reason: str = ""

    class Settings:
        """There are three."""

        name = "integrations"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [outbox_index()]
