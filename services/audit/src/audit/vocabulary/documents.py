"""How words are stored."""

from typing import Annotated

from beanie import Document
from pydantic import Field


class WordDocument(Document):
    """A word that stands in some entry, keyed if in a personal field. It is its own id."""

    id: Annotated[str, Field(alias="_id")]  # type: ignore[assignment]

    class Settings:
        """Looked up by its beginning, through the id."""

        name = "words"
        keep_nulls = False
