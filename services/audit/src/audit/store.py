"""Every query about entries; nothing else touches the collection."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from chassis import Clock, Scope, as_contract, now, scoped
from contracts.audit.v1 import Entry
from pymongo.errors import BulkWriteError

from audit.documents import EntryDocument
from audit.paging import newest_page
from audit.persons.veil import Veil
from audit.query.conditions import Selection
from audit.query.lookup import Lookup
from audit.query.moments import Span
from audit.query.plan import plan_of
from audit.rules import is_same_event
from audit.vocabulary.store import Vocabulary

_HIDDEN = {"words": 0, "actionPaths": 0, "event": 0, "people": 0, "actorKey": 0}
_DUPLICATE_KEY = 11000


class EntryStore:
    """Entries in MongoDB: added and read, never changed, never removed.

    They come and go with personal fields in the clear, and are stored with those covered.
    """

    def __init__(
        self, veil: Veil, vocabulary: Vocabulary, lookup: Lookup, *, clock: Clock = now
    ) -> None:
        self._veil = veil
        self._vocabulary = vocabulary
        self._lookup = lookup
        self._clock = clock

    async def add_all(self, entries: Sequence[Mapping[str, Any]]) -> list[int]:
        """Store entries; those that are stored already are skipped.

        Return the places of those that can't be: their id belongs to another entry.
        """
        collection = EntryDocument.get_pymongo_collection()
        covered = await self._veil.cover(entries)
        await self._vocabulary.learn(word for entry in covered for word in entry["words"])
        try:
            await collection.insert_many(covered, ordered=False)
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
        rows = await collection.find({"_id": {"$in": ids}}).to_list()
        await self._veil.lift(rows)
        stored = {one["_id"]: one for one in rows}
        return [
            index
            for index, entry in refused.items()
            if entry["_id"] in stored and not is_same_event(entry, stored[entry["_id"]])
        ]

    async def by_id(self, scope: Scope, identity: str) -> Entry | None:
        """Return an entry that the scope may see."""
        collection = EntryDocument.get_pymongo_collection()
        found = await collection.find_one({**scoped(scope), "_id": identity.lower()}, _HIDDEN)
        if found is None:
            return None
        await self._veil.lift([found])
        return as_contract(Entry, found)

    async def page(
        self,
        scope: Scope,
        selection: Selection,
        *,
        before: datetime | None = None,
        after: tuple[datetime, str] | None = None,
        limit: int,
    ) -> list[Entry]:
        """Return up to `limit` of the selected entries, by time and id, newest first."""
        criteria = await self._lookup.criteria(selection.conditions)
        plan = plan_of(criteria, scope, is_complete=selection.is_complete)
        span = selection.span.within(Span(before=before))
        rows = {
            row["_id"]: row
            for lead in plan.leads
            for row in await newest_page(
                EntryDocument.get_pymongo_collection(),
                indexed=lead,
                rest=plan.checks,
                since=span.since,
                before=span.before,
                after=after,
                limit=limit,
                now=self._clock(),
                hidden=_HIDDEN,
            )
        }
        newest = sorted(rows.values(), key=lambda row: (row["at"], row["_id"]), reverse=True)
        await self._veil.lift(newest[:limit])
        return [as_contract(Entry, row) for row in newest[:limit]]
