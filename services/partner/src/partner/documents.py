"""How partners are stored."""

from typing import Annotated, ClassVar

from chassis import StoredDocument, outbox_index
from contracts.partner.v1 import Partner
from pydantic import Field
from pymongo import ASCENDING, IndexModel

from partner.margins import Margin


class PartnerDocument(StoredDocument, Partner, extra="ignore"):
    """A partner with what only the store needs."""

    # Kept as whole basis points in `margins`, never as a float.
    margin_pct: Annotated[float, Field(alias="marginPct", exclude=True)] = 0.0
    # The oldest first; the last one counts.
    margins: list[Margin] = Field(default_factory=list)

    class Settings:
        """Each index serves the query named beside it."""

        name = "partners"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [
            outbox_index(),
            # find, list in slug order
            IndexModel([("slug", ASCENDING)], name="slug", unique=True),
        ]
