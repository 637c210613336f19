"""How dead letters are stored."""

from typing import Annotated, ClassVar

from chassis import StoredDocument, outbox_index
from contracts.audit.v1 import DeadLetter
from pydantic import Field
from pymongo import ASCENDING, DESCENDING, IndexModel

_NEWEST = [("at", DESCENDING), ("_id", DESCENDING)]


class DeadLetterDocument(StoredDocument, DeadLetter, extra="ignore"):
    """A dead letter with what only the store needs."""

    # False when the body was not UTF-8 and is shown escaped.
    is_text: Annotated[bool, Field(alias="isText")] = True
    state: str = "waiting"

    class Settings:
        """Each index serves the query named beside it."""

        name = "dead_letters"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [
            outbox_index(),
            # list, newest first
            IndexModel(_NEWEST, name="newest"),
            # list by state
            IndexModel([("state", ASCENDING), *_NEWEST], name="state_newest"),
        ]
