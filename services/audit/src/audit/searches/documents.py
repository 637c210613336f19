"""How saved searches are stored."""

from typing import Annotated, ClassVar

from chassis import StoredDocument, outbox_index
from contracts.audit.v1 import Search
from pydantic import Field
from pymongo import ASCENDING, IndexModel


class SearchDocument(StoredDocument, Search, extra="ignore"):
    """A search with what only the store needs."""

    # With whom it is shared; empty for nobody.
    audience: str = ""
    is_removed: Annotated[bool, Field(alias="isRemoved")] = False

    class Settings:
        """Each index serves the query named beside it."""

        name = "searches"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [
            outbox_index(),
            # list one's own
            IndexModel([("ownerId", ASCENDING)], name="ownerId"),
            # list what is shared
            IndexModel([("audience", ASCENDING)], name="audience"),
        ]
