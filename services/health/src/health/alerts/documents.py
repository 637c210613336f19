"""How alerts are stored: each was, or is being, sent by one instance."""

from datetime import datetime
from typing import Annotated, ClassVar

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, IndexModel


class AlertDocument(Document):
    """One alert on its way to one sink; `_id` is what it is about."""

    id: Annotated[str, Field(alias="_id")]  # type: ignore[assignment]
    claimed_at: Annotated[datetime, Field(alias="claimedAt")]

    class Settings:
        """Kept longer than any incident is looked at for alerts."""

        name = "alerts"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("claimedAt", ASCENDING)], expireAfterSeconds=400 * 86400, name="expiry")
        ]
