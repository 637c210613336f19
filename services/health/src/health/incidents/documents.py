"""How incidents are stored."""

from typing import Annotated, ClassVar

from chassis import StoredDocument, outbox_index
from contracts.health.v1 import Incident
from pydantic import Field
from pymongo import ASCENDING, DESCENDING, IndexModel


class IncidentDocument(StoredDocument, Incident, extra="ignore"):
    """An incident with what only the store needs."""

    # The target while it is open: two instances can't open two incidents for it.
    open_target: Annotated[str | None, Field(alias="openTarget")] = None
    is_open: Annotated[bool, Field(alias="isOpen")] = True

    class Settings:
        """Each index serves the query named beside it."""

        name = "incidents"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [
            outbox_index(),
            # one open incident for a target
            IndexModel(
                [("openTarget", ASCENDING)],
                name="open_target",
                unique=True,
                partialFilterExpression={"openTarget": {"$gt": ""}},
            ),
            # open ones, list by state
            IndexModel(
                [("isOpen", ASCENDING), ("openedAt", DESCENDING), ("_id", DESCENDING)],
                name="state",
            ),
            # list
            IndexModel([("openedAt", DESCENDING), ("_id", DESCENDING)], name="newest"),
            # those that ended lately
            IndexModel([("closedAt", ASCENDING)], name="closed_at"),
        ]
