"""Queries about the timeline: one method per rpc."""

from bus import current_actor
from chassis import Clock, now, scope_of
from chassis.moments import cursor_at
from chassis.pages import page_of
from contracts.audit import v1

from audit.paging import place_behind
from audit.query.selecting import filter_of, selection_of
from audit.rules import ROLES, EntryNotFound
from audit.sealing.store import SealStore
from audit.store import EntryStore

_PAGE = 100


class AuditService(v1.AuditService):
    """The audit timeline, as far as the caller may see it."""

    def __init__(self, store: EntryStore, seals: SealStore, *, clock: Clock = now) -> None:
        self._store = store
        self._seals = seals
        self._clock = clock

    async def list_entries(self, request: v1.ListEntriesRequest) -> v1.ListEntriesResponse:
        """Filters combine by and; a cursor stays true while entries arrive."""
        limit = request.limit or _PAGE
        found = await self._store.page(
            scope_of(current_actor(), roles=ROLES),
            selection_of(filter_of(request), now=self._clock()),
            before=request.before,
            after=place_behind(request.cursor),
            limit=limit + 1,
            with_archive=bool(request.include_archive),
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
