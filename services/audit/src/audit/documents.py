"""How entries are stored."""

from typing import Annotated, Any, ClassVar

from beanie import Document
from bson import encode
from bson.raw_bson import RawBSONDocument
from contracts.audit.v1 import Entry
from pydantic import Field
from pymongo import ASCENDING, DESCENDING, IndexModel

from audit.rules import action_paths, words

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
            _newest_by("actorEmail"),
            _newest_by("source"),
            _newest_by("outcome"),
            _newest_by("words"),
            IndexModel(
                [("partnerSlug", ASCENDING), *_NEWEST],
                name="partnerSlug",
                partialFilterExpression={"partnerSlug": {"$gt": ""}},
            ),
        ]


def to_document(entry: Entry) -> RawBSONDocument:
    """Encode an entry with what its queries need.

    Encoded here, one by one: a value that BSON refuses then fails its own entry, not the batch.
    """
    stored: dict[str, Any] = entry.storable()
    stored = {"_id": stored.pop("id"), **stored}
    stored["actionPaths"] = action_paths(entry.action)
    stored["words"] = words(entry.action, entry.resource_name, entry.actor_email, entry.tenant_slug)
    if entry.external_id:
        stored["event"] = f"{entry.source}:{entry.external_id}"
    return RawBSONDocument(encode(stored))
