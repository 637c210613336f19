"""How schedules are stored."""

from typing import Annotated, ClassVar

from chassis import StoredDocument, outbox_index
from contracts.flag.v1 import Schedule
from contracts.scalars import Timestamp
from pydantic import Field
from pymongo import ASCENDING, DESCENDING, IndexModel


class ScheduleDocument(StoredDocument, Schedule, extra="ignore"):
    """A schedule with what only the store needs."""

    # Since when nobody may have decided otherwise: when it was made, or resumed.
    armed_at: Annotated[Timestamp, Field(alias="armedAt")]
    # What is left of the hold while it is paused.
    held_seconds: Annotated[float, Field(alias="heldSeconds")] = 0.0
    # Somebody makes the step that is due, unless they were killed: then it is made after this.
    leased_until: Annotated[Timestamp | None, Field(alias="leasedUntil")] = None

    class Settings:
        """Each index serves the query named beside it."""

        name = "schedules"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [
            outbox_index(),
            # what is due
            IndexModel([("state", ASCENDING), ("nextAt", ASCENDING)], name="state_next"),
            # a flag's, the newest first
            IndexModel([("flagKey", ASCENDING), ("_id", DESCENDING)], name="flag_newest"),
        ]
