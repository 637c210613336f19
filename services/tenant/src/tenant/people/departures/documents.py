"""How departures are stored."""

from typing import Annotated, Any, ClassVar

from beanie import Document
from pydantic import Field
from pymongo import IndexModel


class DeparturesDocument(Document):
    """One document for the platform admins and for each tenant's owners: who is about to leave."""

    id: Annotated[str, Field(alias="_id")]  # type: ignore[assignment]
    # In the order of their arrival: mark, user and at of each.
    leaving: list[dict[str, Any]] = Field(default_factory=list)

    class Settings:
        """Found by the group only."""

        name = "platform"
        indexes: ClassVar[list[IndexModel]] = []
