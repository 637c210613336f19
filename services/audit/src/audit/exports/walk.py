"""Reads the log in its order, and picks what an export is of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from chassis import Scope

from audit.exports.documents import ExportDocument
from audit.query.conditions import Kind, Selection
from audit.query.lookup import Lookup
from audit.query.selecting import selection_of
from audit.retention.reading import ArchivedEntries
from audit.sealing.seal import Seal
from audit.sealing.store import SealStore
from audit.store import EntryStore

# What a part holds, and how much of the log is looked through for it: both stay in memory.
_PICKED, _LOOKED_AT = 2_000, 20_000
_SEALS_AT_ONCE = 4
# An entry's time is at most a day after its receipt; another one for clocks that differ.
_AHEAD = timedelta(days=2)

Picked = tuple[int, Mapping[str, Any]]


@dataclass(slots=True)
class Stretch:
    """What was picked, by index, and where the next stretch begins."""

    picked: list[Picked]
    seal: int
    looked_at: int
    is_last: bool = False


class Walk:
    """From seal to seal: what was told late stands where it was sealed, and the archive is read."""

    def __init__(
        self, seals: SealStore, entries: EntryStore, lookup: Lookup, archived: ArchivedEntries
    ) -> None:
        self._seals = seals
        self._entries = entries
        self._lookup = lookup
        self._archived = archived

    async def next(self, export: ExportDocument) -> Stretch:
        """Return the next stretch of the log."""
        selection = selection_of(export.filter, now=export.created_at)
        scope = scope_of(export)
        stretch = Stretch([], export.seal, export.looked_at)
        enough = stretch.looked_at + _LOOKED_AT
        while seals := await self._seals.next_of_all(stretch.seal, limit=_SEALS_AT_ONCE):
            for seal in seals:
                if seal.first >= export.log_size:
                    stretch.is_last = True
                    return stretch
                stretch.picked += await self._pick(seal, scope, selection)
                stretch.seal, stretch.looked_at = seal.number, seal.end
                # After each seal: of a backlog, one holds thousands of entries.
                if len(stretch.picked) >= _PICKED or stretch.looked_at >= enough:
                    return stretch
        stretch.is_last = True
        return stretch

    async def _pick(self, seal: Seal, scope: Scope, selection: Selection) -> list[Picked]:
        places = _possible(seal, scope, selection)
        if not places:
            return []
        wanted = {seal.ids[place]: seal.first + place for place in places}
        found = await self._entries.chosen(scope, selection, wanted)
        # After the database: an entry is noted as archived before that lets go of it.
        found += await self._archived.chosen(
            scope,
            await self._lookup.criteria(selection.conditions),
            wanted.keys() - {row["_id"] for row in found},
            span=selection.span,
            is_complete=selection.is_complete,
        )
        return sorted(((wanted[row["_id"]], row) for row in found), key=lambda one: one[0])


def scope_of(export: ExportDocument) -> Scope:
    """Return whose entries an export is of."""
    if export.partner_slug:
        return Scope((), partner=export.partner_slug)
    return Scope((export.tenant_slug,) if export.tenant_slug else None)


def _possible(seal: Seal, scope: Scope, selection: Selection) -> list[int]:
    """Return the places in a seal that may be selected, as far as the seal itself tells."""
    since = selection.span.since
    if since is not None and seal.at < since - _AHEAD:
        return []
    named = [
        set(one.values)
        for one in selection.conditions
        if one.kind is Kind.TENANT and not one.is_excluded
    ]
    if scope.tenants:
        named.append(set(scope.tenants))
    if not named:
        return list(range(len(seal.ids)))
    parts = (seal.tenants.get(slug) for slug in set.intersection(*named))
    return sorted(place for part in parts if part for place in part.places)
