"""How sinks are stored, and how far each has come."""

from datetime import datetime
from typing import Annotated, ClassVar

from beanie import Document
from chassis import StoredDocument, outbox_index
from contracts.audit.v1 import Sink
from pydantic import Field
from pymongo import IndexModel


class SinkDocument(StoredDocument, Sink, extra="ignore"):
    """A sink with what only the store needs."""

    # Its secret, and by which master key that is wrapped, as everything wrapped is stored.
    wrapped: str | None = None
    master: str | None = None
    # The index behind which it begins, and how often it was told to begin.
    start: int = -1
    starts: int = 1
    is_removed: Annotated[bool, Field(alias="isRemoved")] = False

    class Settings:
        """There are few, and all of them are read."""

        name = "sinks"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [outbox_index()]


class PlaceDocument(Document):
    """A sink's place in the log; who forwards writes it, under the epoch of its lease."""

    id: Annotated[str, Field(alias="_id")]  # type: ignore[assignment]
    index: int
    starts: int
    epoch: int
    delivered: int = 0
    delivered_at: Annotated[datetime | None, Field(alias="deliveredAt")] = None
    failures: int = 0
    error: str = ""
    next_attempt_at: Annotated[datetime | None, Field(alias="nextAttemptAt")] = None

    class Settings:
        """Found by `_id` only."""

        name = "sink_places"
        keep_nulls = False
