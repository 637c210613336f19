"""How targets that operators add are stored, and when heartbeats came."""

from datetime import datetime
from typing import Annotated, ClassVar

from beanie import Document
from chassis import StoredDocument, outbox_index
from contracts.health.v1 import Target
from pydantic import Field
from pymongo import IndexModel


class TargetDocument(StoredDocument, Target, extra="ignore"):
    """A target with what only the store needs; `_id` is the target's id."""

    is_deleted: Annotated[bool, Field(alias="isDeleted")] = False

    class Settings:
        """There are few, and all of them are read."""

        name = "targets"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [outbox_index()]


class HeartbeatDocument(Document):
    """The last heartbeat of a target."""

    id: Annotated[str, Field(alias="_id")]  # type: ignore[assignment]
    at: datetime

    class Settings:
        """Found by `_id` only."""

        name = "heartbeats"
