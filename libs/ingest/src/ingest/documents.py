"""How a source's state and its position are stored."""

from datetime import datetime
from typing import Annotated, Any, ClassVar

from beanie import Document
from chassis import StoredDocument, outbox_index
from pydantic import Field
from pymongo import IndexModel


class SourceDocument(StoredDocument):
    """What operators decide about a source; each change has its audit entry in the same write."""

    paused: bool = False
    reason: str = ""
    # Grows with each replay that was asked for: the position notes which one it has begun.
    replays: int = 0
    replay_since: Annotated[datetime | None, Field(alias="replaySince")] = None

    class Settings:
        """Found by `_id`, the source's name."""

        name = "sources"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [outbox_index()]


class PositionDocument(Document):
    """Lease, cursor and figures: written many times a minute, and never together with the state."""

    id: Annotated[str, Field(alias="_id")]  # type: ignore[assignment]
    holder: str = ""
    # Grows with each takeover: what an earlier holder still writes is refused.
    epoch: int = 0
    beat: int = 0
    cursor: dict[str, Any] = Field(default_factory=dict)
    replays: int = 0
    figures: dict[str, int] = Field(default_factory=dict)

    class Settings:
        """Found by `_id`, the source's name."""

        name = "positions"
        indexes: ClassVar[list[IndexModel]] = []
