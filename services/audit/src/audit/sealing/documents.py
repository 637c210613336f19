"""How seals are stored, and who seals at the moment (ADR 0081)."""

from typing import Annotated, ClassVar

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, IndexModel


class SealDocument(Document):
    """The log: numbered without gaps, and by that number nobody can write twice."""

    id: Annotated[int, Field(alias="_id")]  # type: ignore[assignment]

    class Settings:
        """An entry's seal is found by its place in the stream, of which each seal has a range."""

        name = "seals"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("sequence", ASCENDING)], name="sequence"),
            # what came after later ones had been sealed
            IndexModel([("late", ASCENDING)], name="late"),
            # by index
            IndexModel([("first", ASCENDING)], name="first"),
        ]


class LeaseDocument(Document):
    """Holder, epoch and beat of a lease."""

    id: Annotated[str, Field(alias="_id")]  # type: ignore[assignment]

    class Settings:
        """Found by name."""

        name = "leases"
        keep_nulls = False
