"""Queries about the timeline: one method per rpc."""

from typing import Any

from bus import current_actor
from chassis import scope_of
from chassis.moments import cursor_at
from chassis.pages import page_of
from contracts.audit import v1

from audit.paging import place_behind
from audit.persons.veil import Veil
from audit.rules import ROLES, EntryNotFound
from audit.sealing.store import SealStore
from audit.store import EntryStore, Filter
from audit.text import AFTER_ANY_LETTER, words

_PAGE = 100


class AuditService(v1.AuditService):
    """The audit timeline, as far as the caller may see it."""

    def __init__(self, store: EntryStore, veil: Veil, seals: SealStore) -> None:
        self._store = store
        self._veil = veil
        self._seals = seals

    async def list_entries(self, request: v1.ListEntriesRequest) -> v1.ListEntriesResponse:
        """Filters combine by and; a cursor stays true while entries arrive."""
        limit = request.limit or _PAGE
        ends = [moment for moment in (request.before, request.until) if moment is not None]
        found = await self._store.page(
            scope_of(current_actor(), roles=ROLES),
            filters=await self._filters(request),
            is_complete=bool(request.frequent),
            since=request.since,
            before=min(ends, default=None),
            after=place_behind(request.cursor),
            limit=limit + 1,
        )
        items, next_cursor = page_of(
            found, limit=limit, cursor=lambda last: cursor_at(last.at, last.id)
        )
        return v1.ListEntriesResponse(items=items, next_cursor=next_cursor)

    async def get_entry(self, request: v1.GetEntryRequest) -> v1.GetEntryResponse:
        """Others' entries don't exist for a tenant's admin."""
        entry = await self._store.by_id(scope_of(current_actor(), roles=ROLES), request.id)
        if entry is None:
            raise EntryNotFound(f"There is no entry {request.id}.")
        seal = await self._seals.of_entry_in_all(entry.id, sequence=int(entry.sequence))
        if seal is not None:
            place = seal.place_of(entry.id)
            entry.index = place.index
            entry.hash, entry.prev_hash = place.hash.hex(), place.previous.hex()
        return v1.GetEntryResponse(entry=entry)

    async def _filters(self, request: v1.ListEntriesRequest) -> list[Filter]:
        actor = await self._veil.actor_key(request.actor_email) if request.actor_email else None
        equal = {
            "people": actor,
            "actorKey": actor,
            "actionPaths": request.action,
            "tenantSlug": request.tenant_slug,
            "partnerSlug": request.partner_slug,
            "outcome": request.outcome,
            "source": request.source,
        }
        text: list[Filter] = [
            # Words of personal fields are keyed: those are found whole, the others as they begin.
            ("words", [_beginning(word), await self._veil.keyed_word(word)])
            for word in sorted(words(request.q or ""))
        ]
        return text + [(field, [value]) for field, value in equal.items() if value]


def _beginning(word: str) -> dict[str, Any]:
    return {"$elemMatch": {"$gte": word, "$lt": word + AFTER_ANY_LETTER}}
