"""How schemas of actions are stored."""

from datetime import datetime
from typing import Annotated, ClassVar

from chassis import StoredDocument, outbox_index
from pydantic import Field
from pymongo import ASCENDING, IndexModel


class SchemaDocument(StoredDocument):
    """One version of an action's schema; its id is `action@number`, so no number is given twice."""

    action: str
    number: int
    # Text: the keys of a schema begin with $, and mean something to databases.
    text: str
    strict_sources: Annotated[list[str], Field(alias="strictSources", default_factory=list)]
    created_at: Annotated[datetime, Field(alias="createdAt")]
    retired_at: Annotated[datetime | None, Field(alias="retiredAt")] = None
    # When it last changed: readers ask for what is new.
    changed_at: Annotated[datetime, Field(alias="changedAt")]

    class Settings:
        """Each index serves the query named beside it."""

        name = "schemas"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [
            outbox_index(),
            # the versions of an action
            IndexModel([("action", ASCENDING), ("number", ASCENDING)], name="versions"),
            # what changed since a reader looked
            IndexModel([("changedAt", ASCENDING)], name="changed"),
        ]
