"""How dry runs are stored."""

from datetime import datetime
from typing import Annotated, ClassVar

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, IndexModel


class PreviewDocument(Document):
    """One dry run."""

    # Hash of the token.
    id: Annotated[str, Field(alias="_id")]  # type: ignore[assignment]
    fingerprint: str
    expires_at: Annotated[datetime, Field(alias="expiresAt")]

    class Settings:
        """Found by `_id`; MongoDB removes what has expired."""

        name = "bulk_previews"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("expiresAt", ASCENDING)], name="expired", expireAfterSeconds=0)
        ]
