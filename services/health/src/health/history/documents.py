"""How history is stored: one document for five minutes of probes, one for each step of sums."""

from typing import Annotated, ClassVar

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, IndexModel


class _Step(Document):
    id: Annotated[str, Field(alias="_id")]  # type: ignore[assignment]


_INDEXES = [
    # a target's steps in a period
    IndexModel([("target", ASCENDING), ("start", ASCENDING)], name="target_start"),
    # MongoDB removes what is too old
    IndexModel([("expiresAt", ASCENDING)], name="expiry", expireAfterSeconds=0),
]


class RawDocument(_Step):
    """Five minutes of single probes."""

    class Settings:
        """Kept for 48 hours."""

        name = "history_raw"
        indexes: ClassVar[list[IndexModel]] = _INDEXES


class FineDocument(_Step):
    """Sums of five minutes."""

    class Settings:
        """Kept as long as the shorter periods need them."""

        name = "history_5m"
        indexes: ClassVar[list[IndexModel]] = _INDEXES


class CoarseDocument(_Step):
    """Sums of an hour."""

    class Settings:
        """Kept for 400 days."""

        name = "history_1h"
        indexes: ClassVar[list[IndexModel]] = _INDEXES


class DayDocument(_Step):
    """Sums of a day, in UTC: a year is 365 of them, not 8,760."""

    class Settings:
        """Kept as long as the hours."""

        name = "history_1d"
        indexes: ClassVar[list[IndexModel]] = _INDEXES
