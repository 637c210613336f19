"""The query by which the log is followed."""

from collections.abc import Collection
from typing import Any

from chassis import Scope, scoped
from contracts.audit.v1 import Entry

from audit.documents import EntryDocument
from audit.persons.veil import Veil
from audit.query.conditions import Selection
from audit.query.lookup import Lookup
from audit.query.plan import checks_of
from audit.retention.reading import ArchivedEntries
from audit.sentences.showing import shown

_HIDDEN = {"words": 0, "actionPaths": 0, "event": 0, "people": 0, "actorKey": 0}


class FollowingStore:
    """Picks entries out of a part of the log."""

    def __init__(self, lookup: Lookup, veil: Veil, archived: ArchivedEntries) -> None:
        self._lookup = lookup
        self._veil = veil
        self._archived = archived

    async def among(
        self, scope: Scope, selection: Selection, identities: Collection[str]
    ) -> dict[str, Entry]:
        """Return the selected ones of these entries, by id, those in the archive among them."""
        criteria = await self._lookup.criteria(selection.conditions)
        checks = checks_of(criteria, scope, is_complete=selection.is_complete)
        if checks is None:
            return {}
        span = {"$gte": selection.span.since, "$lt": selection.span.before}
        bounds: dict[str, Any] = {name: moment for name, moment in span.items() if moment}
        found = await EntryDocument.get_pymongo_collection().aggregate(
            [
                {"$match": {"_id": {"$in": list(identities)}, **scoped(scope)}},
                *({"$match": dict(check)} for check in checks),
                *([{"$match": {"at": bounds}}] if bounds else []),
                {"$project": _HIDDEN},
            ]
        )
        rows = await found.to_list()
        # After the database: an entry is noted as archived before that lets go of it.
        old = await self._archived.chosen(
            scope,
            criteria,
            set(identities) - {row["_id"] for row in rows},
            span=selection.span,
            is_complete=selection.is_complete,
        )
        rows += [{**row, "archived": True} for row in old]
        await self._veil.lift(rows)
        return {row["_id"]: shown(row) for row in rows}
