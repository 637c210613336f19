"""How entries are stored."""

from typing import Annotated, ClassVar

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, DESCENDING, IndexModel

_NEWEST = [("at", DESCENDING), ("_id", DESCENDING)]


def _newest_by(field: str) -> IndexModel:
    return IndexModel([(field, ASCENDING), *_NEWEST], name=field)


class EntryDocument(Document):
    """Declares the collection; entries are written and read as plain documents, many at a time."""

    id: Annotated[str, Field(alias="_id")]  # type: ignore[assignment]

    class Settings:
        """Every filter has an index that ends in the list's order."""

        name = "entries"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [
            # one entry per event of a source, where the source names its events
            IndexModel(
                [("event", ASCENDING)],
                name="event",
                unique=True,
                partialFilterExpression={"event": {"$gt": ""}},
            ),
            IndexModel(_NEWEST, name="newest"),
            _newest_by("tenantSlug"),
            _newest_by("actionPaths"),
            # an action of one tenant: either alone would be walked through for the other
            IndexModel(
                [("tenantSlug", ASCENDING), ("actionPaths", ASCENDING), *_NEWEST],
                name="tenantSlug_actionPaths",
            ),
            # everything that tells of a person, by the id of their key
            _newest_by("people"),
            _newest_by("source"),
            _newest_by("outcome"),
            _newest_by("words"),
            IndexModel(
                [("partnerSlug", ASCENDING), *_NEWEST],
                name="partnerSlug",
                partialFilterExpression={"partnerSlug": {"$gt": ""}},
            ),
        ]
