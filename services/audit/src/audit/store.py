"""Every query about entries; nothing else touches the collection."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bson.raw_bson import RawBSONDocument
from chassis import Clock, Scope, as_contract, now, scoped
from contracts.audit.v1 import Entry
from pymongo.errors import BulkWriteError

from audit.documents import EntryDocument
from audit.paging import newest_page

_HIDDEN = {"words": 0, "actionPaths": 0, "event": 0}
_DUPLICATE_KEY = 11000
# Most selective first: the index that a page with several filters walks.
_BY_SELECTIVITY = (
    "actorEmail",
    "words",
    "actionPaths",
    "tenantSlug",
    "partnerSlug",
    "source",
    "outcome",
)
Filter = tuple[str, Any]


class EntryStore:
    """Entries in MongoDB: added and read, never changed, never removed."""

    def __init__(self, *, clock: Clock = now) -> None:
        self._clock = clock

    async def add_all(self, entries: Sequence[RawBSONDocument]) -> None:
        """Store entries; those that are stored already are skipped."""
        collection = EntryDocument.get_pymongo_collection()
        try:
            await collection.insert_many(entries, ordered=False)
        except BulkWriteError as error:
            for failure in error.details["writeErrors"]:
                if failure["code"] != _DUPLICATE_KEY:
                    raise

    async def by_id(self, scope: Scope, identity: str) -> Entry | None:
        """Return an entry that the scope may see."""
        collection = EntryDocument.get_pymongo_collection()
        found = await collection.find_one({**scoped(scope), "_id": identity}, _HIDDEN)
        return as_contract(Entry, found) if found else None

    async def page(
        self,
        scope: Scope,
        *,
        filters: Sequence[Filter],
        since: datetime | None,
        before: datetime | None,
        after: tuple[datetime, str] | None,
        limit: int,
    ) -> list[Entry]:
        """Return up to `limit` entries that pass every filter, by time and id, newest first."""
        ranked = sorted(filters, key=lambda given: _BY_SELECTIVITY.index(given[0]))
        visible = scoped(scope)
        lead = [{field: condition} for field, condition in ranked] or [visible]
        checked = [*lead[1:], *([visible] if ranked and visible else [])]
        rows = await newest_page(
            EntryDocument.get_pymongo_collection(),
            indexed=lead[0],
            rest=checked,
            since=since,
            before=before,
            after=after,
            limit=limit,
            now=self._clock(),
            hidden=_HIDDEN,
        )
        return [as_contract(Entry, row) for row in rows]
