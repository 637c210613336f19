"""How it is stored."""

from datetime import datetime
from typing import Annotated, ClassVar

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, IndexModel


class RememberedDocument(Document):
    """One item in one system: of one tenant, or of a person, whichever tenants they are at."""

    # system|scope|kind|key; the scope is a tenant's id, or _ for what belongs to people.
    id: Annotated[str, Field(alias="_id")]  # type: ignore[assignment]
    integration: str
    scope: str
    kind: str
    key: str
    external_id: Annotated[str, Field(alias="externalId")] = ""
    ours: bool = False
    created: bool = False
    closed: bool = False
    # Text, not a sub-document: it may hold keys and numbers that BSON refuses.
    restore: str = "null"
    intended_at: Annotated[datetime | None, Field(alias="intendedAt")] = None

    class Settings:
        """Each index serves the query named beside it."""

        name = "provisioned_items"
        indexes: ClassVar[list[IndexModel]] = [
            # everything of a tenant, in one system or all
            IndexModel([("scope", ASCENDING), ("integration", ASCENDING)], name="scope"),
        ]
