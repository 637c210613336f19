"""How erasures are stored."""

from typing import ClassVar, Literal

from chassis import StoredDocument, outbox_index
from contracts.audit.v1 import Erasure
from pymongo import ASCENDING, DESCENDING, IndexModel

# What is done: nothing yet, the erasure, stragglers too, `asked` forgotten too.
State = Literal["erasing", "erased", "settled", "closed"]


class ErasureDocument(StoredDocument, Erasure, extra="ignore"):
    """An erasure with what only its completion needs."""

    # The keyed hash of whom it was asked for: who asks again is answered the same. It goes as soon
    # as nothing of the person remains anywhere.
    asked: str | None = None
    state: State = "erasing"

    class Settings:
        """Each index serves the query named beside it."""

        name = "erasures"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [
            outbox_index(),
            # list, newest first
            IndexModel([("at", DESCENDING), ("_id", DESCENDING)], name="newest"),
            # what was asked for before
            IndexModel([("asked", ASCENDING)], name="asked"),
            # what the sweep goes on with
            IndexModel([("state", ASCENDING)], name="state"),
        ]
