"""Every query about entries; nothing else touches the collection."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from chassis import Clock, Scope, as_contract, now, scoped
from contracts.audit.v1 import Entry
from pymongo.errors import BulkWriteError

from audit.documents import EntryDocument
from audit.paging import newest_page
from audit.rules import is_same_event

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

    async def add_all(self, entries: Sequence[Mapping[str, Any]]) -> list[int]:
        """Store entries; those that are stored already are skipped.

        Return the places of those that can't be: their id belongs to another entry.
        """
        collection = EntryDocument.get_pymongo_collection()
        try:
            await collection.insert_many(entries, ordered=False)
        except BulkWriteError as error:
            failures = error.details["writeErrors"]
            if any(failure["code"] != _DUPLICATE_KEY for failure in failures):
                raise
            return await self._strangers_in_all(
                {failure["index"]: entries[failure["index"]] for failure in failures}
            )
        return []

    async def _strangers_in_all(self, refused: Mapping[int, Mapping[str, Any]]) -> list[int]:
        """Return the places of the refused whose id is stored for another event."""
        collection = EntryDocument.get_pymongo_collection()
        ids = [entry["_id"] for entry in refused.values()]
        stored = {one["_id"]: one for one in await collection.find({"_id": {"$in": ids}}).to_list()}
        return [
            index
            for index, entry in refused.items()
            if entry["_id"] in stored and not is_same_event(entry, stored[entry["_id"]])
        ]

    async def by_id(self, scope: Scope, identity: str) -> Entry | None:
        """Return an entry that the scope may see."""
        collection = EntryDocument.get_pymongo_collection()
        found = await collection.find_one({**scoped(scope), "_id": identity.lower()}, _HIDDEN)
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
