"""How counts are stored."""

from datetime import datetime
from typing import Annotated, ClassVar

from beanie import Document
from pydantic import BaseModel, Field
from pymongo import IndexModel


class VariantCount(BaseModel):
    """What is known of one variant."""

    evaluations: float
    last_seen_at: Annotated[datetime, Field(alias="lastSeenAt")]


class UsageDocument(Document):
    """What evaluators have told of one flag, by its key."""

    id: str = Field(alias="_id")  # type: ignore[assignment]
    evaluations: float
    first_seen_at: Annotated[datetime, Field(alias="firstSeenAt")]
    last_seen_at: Annotated[datetime, Field(alias="lastSeenAt")]
    variants: dict[str, VariantCount]

    class Settings:
        """Found by key."""

        name = "usage"
        indexes: ClassVar[list[IndexModel]] = []
