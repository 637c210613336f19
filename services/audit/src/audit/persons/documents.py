"""How people's keys are stored."""

from typing import Annotated, ClassVar

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, IndexModel


class PersonDocument(Document):
    """One person's key, wrapped; it is destroyed with the document."""

    id: Annotated[str, Field(alias="_id")]  # type: ignore[assignment]

    class Settings:
        """Found by the keyed hash of a handle, or of a subject that was seen beside it."""

        name = "persons"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel(
                [("handle", ASCENDING)],
                name="handle",
                unique=True,
                partialFilterExpression={"handle": {"$gt": ""}},
            ),
            IndexModel([("links", ASCENDING)], name="links"),
            # what a former master key wrapped
            IndexModel([("master", ASCENDING)], name="master"),
        ]


class SecretDocument(Document):
    """A secret of the service itself, wrapped: what handles and words are hashed with."""

    id: Annotated[str, Field(alias="_id")]  # type: ignore[assignment]

    class Settings:
        """A handful; found by name."""

        name = "secrets"
        keep_nulls = False
