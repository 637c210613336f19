"""How it is noted that entries wait to be sealed."""

from typing import Annotated, ClassVar

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, IndexModel


class ArrivalDocument(Document):
    """Entries that were stored together; it goes when they are sealed."""

    id: Annotated[str, Field(alias="_id")]  # type: ignore[assignment]

    class Settings:
        """Read in the order of the stream."""

        name = "arrivals"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [IndexModel([("first", ASCENDING)], name="first")]
