"""How states are stored: for whoever probes next, and for instances that start."""

from typing import Annotated

from beanie import Document
from pydantic import Field


class StateDocument(Document):
    """Declares the collection; states are written many at a time."""

    id: Annotated[str, Field(alias="_id")]  # type: ignore[assignment]

    class Settings:
        """Found by `_id` only."""

        name = "states"
