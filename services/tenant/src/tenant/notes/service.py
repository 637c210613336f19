"""Commands and queries about notes: one method per rpc."""

from collections.abc import Sequence

from bus import current_actor
from chassis import AuditTrail, Clock, OutboxEntry, Scope, as_contract, now, uuid7
from chassis.cursors import decode, encode
from chassis.pages import page_of
from contracts.faults import Malformed
from contracts.platform.v1 import FieldError
from contracts.tenant import v1

from tenant.notes.documents import NoteDocument
from tenant.notes.store import NoteStore
from tenant.store import TenantStore

_PAGE = 50
_EVERYTHING = Scope(None)


class NoteBlank(Malformed):
    """Nobody could read it."""

    reason = "note_blank"


class NoteService(v1.NoteService):
    """For operators: the access rules see to that."""

    def __init__(
        self, store: NoteStore, tenants: TenantStore, audit: AuditTrail, *, clock: Clock = now
    ) -> None:
        self._store = store
        self._tenants = tenants
        self._audit = audit
        self._clock = clock

    async def add_note(self, request: v1.AddNoteRequest) -> v1.AddNoteResponse:
        """Of a deleted tenant as well: that is when there is something to note."""
        await self._tenants.get(_EVERYTHING, request.slug)
        if not request.text.strip():
            errors = [FieldError(field="text", message="must show more than space")]
            raise NoteBlank("The note is blank.", errors=errors)
        actor = current_actor()
        note = NoteDocument(
            id=uuid7(),
            tenant_slug=request.slug,
            text=request.text,
            author_id=actor.id if actor else "",
            author_name=(actor.name or actor.email) if actor else "",
            created_at=self._clock(),
        )
        await self._store.insert(note, self._entry("note.added", note))
        return v1.AddNoteResponse(note=as_contract(v1.Note, note.storable()))

    async def list_notes(self, request: v1.ListNotesRequest) -> v1.ListNotesResponse:
        """Page by time."""
        await self._tenants.get(_EVERYTHING, request.slug)
        limit = request.limit or _PAGE
        before = str(decode(request.cursor, kinds=(str,))[0]) if request.cursor else None
        found = await self._store.page(request.slug, before=before, limit=limit + 1)
        items, next_cursor = page_of(found, limit=limit, cursor=lambda last: encode(last.id))
        return v1.ListNotesResponse(items=items, next_cursor=next_cursor)

    async def remove_note(self, request: v1.RemoveNoteRequest) -> v1.RemoveNoteResponse:
        """The text goes at once; that there was a note stays on the operators' timeline."""
        await self._tenants.get(_EVERYTHING, request.slug)

        def decide(note: NoteDocument) -> Sequence[OutboxEntry]:
            note.text, note.removed = "", True
            return [self._entry("note.removed", note)]

        await self._store.change(request.slug, request.id, decide)
        return v1.RemoveNoteResponse()

    def _entry(self, action: str, note: NoteDocument) -> OutboxEntry:
        # Not on the tenant's own timeline, and without the text: tenants' admins read that.
        return self._audit.entry(
            action,
            resource_type="note",
            resource_id=note.id,
            metadata={"tenant": note.tenant_slug},
        )
