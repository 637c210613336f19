"""How work is stored."""

from datetime import datetime
from typing import Annotated, ClassVar

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, IndexModel


class WorkDocument(Document):
    """One for each tenant, for as long as it is provisioned anywhere."""

    # The tenant's slug.
    id: Annotated[str, Field(alias="_id")]  # type: ignore[assignment]
    # Grows with everything that may have to be brought into agreement.
    generation: int = 0
    due_at: Annotated[datetime, Field(alias="dueAt")]
    # Something has changed since it was in agreement; false when it is only looked after.
    touched: bool = False
    # A lease: nobody else works on the tenant until then. Each taking raises the epoch.
    leased_until: Annotated[datetime, Field(alias="leasedUntil")]
    epoch: int = 0

    class Settings:
        """Each index serves the query named beside it."""

        name = "provisioning_work"
        indexes: ClassVar[list[IndexModel]] = [
            # what is due, the longest overdue first
            IndexModel([("dueAt", ASCENDING)], name="due"),
        ]
