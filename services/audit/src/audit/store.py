"""Every question about stored entries; `adding` stores them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from chassis import Clock, Scope, now, scoped
from contracts.audit.v1 import Entry

from audit.by_id import entries_in_all
from audit.documents import EntryDocument
from audit.paging import newest_page
from audit.persons.veil import Veil
from audit.query.conditions import Selection
from audit.query.lookup import Lookup
from audit.query.moments import Span
from audit.query.plan import plan_of
from audit.retention.reading import ArchivedEntries
from audit.sealing.leaf import PROJECTION
from audit.sentences.showing import shown
from audit.vocabulary.store import Vocabulary

_HIDDEN = {"words": 0, "actionPaths": 0, "event": 0, "people": 0, "actorKey": 0}
_ARCHIVED = {"archived": True}


class EntryStore:
    """Entries in MongoDB, read with their personal fields in the clear, never changed."""

    def __init__(
        self,
        veil: Veil,
        vocabulary: Vocabulary,
        *,
        archived: ArchivedEntries | None = None,
        clock: Clock = now,
    ) -> None:
        """`archived` has what retention took out."""
        self._veil = veil
        self._lookup = Lookup(veil, vocabulary)
        self._archived = archived
        self._clock = clock

    async def by_id(self, scope: Scope, identity: str) -> Entry | None:
        """Return an entry that the scope may see."""
        collection = EntryDocument.get_pymongo_collection()
        found = await collection.find_one({**scoped(scope), "_id": identity.lower()}, _HIDDEN)
        if found is None and self._archived is not None:
            old = await self._archived.stored(scope, identity)
            found = old and old | _ARCHIVED
        if found is None:
            return None
        await self._veil.lift([found])
        return shown(found)

    async def stored(self, scope: Scope, identity: str) -> Mapping[str, Any] | None:
        """Return an entry that the scope may see as it is stored, personal fields covered."""
        collection = EntryDocument.get_pymongo_collection()
        found = await collection.find_one({**scoped(scope), "_id": identity.lower()})
        if found is None and self._archived is not None:
            return await self._archived.stored(scope, identity)
        return found

    async def stored_of_all(self, identities: Collection[str]) -> dict[str, dict[str, Any]]:
        """Return entries as they are sealed, by id."""
        return await entries_in_all(identities, PROJECTION)

    async def chosen(
        self, scope: Scope, selection: Selection, identities: Collection[str]
    ) -> list[dict[str, Any]]:
        """Return which of these entries are selected, as they are sealed, in any order."""
        criteria = await self._lookup.criteria(selection.conditions)
        plan = plan_of(criteria, scope, is_complete=selection.is_complete)
        if not plan.leads:
            return []
        leads = [lead for lead in plan.leads if lead]
        found = await EntryDocument.get_pymongo_collection().aggregate(
            [
                {"$match": {"_id": {"$in": list(identities)}}},
                *([{"$match": {"$or": leads}}] if leads else []),
                *({"$match": dict(check)} for check in plan.checks),
                *({"$match": {"at": bound}} for bound in selection.span.bounds()),
                {"$project": dict(PROJECTION)},
            ]
        )
        return await found.to_list()

    async def page(
        self,
        scope: Scope,
        selection: Selection,
        *,
        before: datetime | None = None,
        after: tuple[datetime, str] | None = None,
        limit: int,
        with_archive: bool = False,
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
        if with_archive and self._archived is not None:
            old = await self._archived.page(
                scope,
                criteria,
                span=span,
                after=after,
                limit=limit,
                is_complete=selection.is_complete,
            )
            rows = {row["_id"]: row | _ARCHIVED for row in old} | rows
        newest = sorted(rows.values(), key=lambda row: (row["at"], row["_id"]), reverse=True)
        await self._veil.lift(newest[:limit])
        return [shown(row) for row in newest[:limit]]
