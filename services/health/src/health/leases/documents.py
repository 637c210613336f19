"""How leases are stored."""

from typing import Annotated

from beanie import Document
from pydantic import Field


class LeaseDocument(Document):
    """Declares the collection: `member.<instance>` and `shard.<number>`, each until a time."""

    id: Annotated[str, Field(alias="_id")]  # type: ignore[assignment]

    class Settings:
        """Found by `_id` only."""

        name = "leases"
