"""Commands and queries about what operators note about tenants.

Generated from proto-schemas/tenant/v1/note_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Protocol

from pydantic import Field

from contracts.markers import NullRefused
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Number, Timestamp, Uuid


class Note(Message):
    """A note about a tenant."""

    id: Annotated[Uuid, Field(description="Its id, a UUID.")]

    tenant_slug: Annotated[
        str, Field(alias="tenantSlug", min_length=1, description="The tenant's slug.")
    ]

    text: Annotated[str, Field(description="What was noted, as it was typed.")] = ""

    author_id: Annotated[
        str, Field(alias="authorId", description="Who noted it: a person's id.")
    ] = ""

    author_name: Annotated[
        str, Field(alias="authorName", description="Their name or address, as it was then.")
    ] = ""

    created_at: Annotated[Timestamp, Field(alias="createdAt", description="When.")]


class AddNoteRequest(Message):
    """What to note."""

    slug: Annotated[str, Field(min_length=1, description="The tenant's slug.")]

    text: Annotated[
        str,
        Field(min_length=1, max_length=5000, description="The text; it must show more than space."),
    ]


class AddNoteResponse(Message):
    """The note."""

    note: Annotated[Note, Field(description="As stored.")]


class ListNotesRequest(Message):
    """Whose notes to list."""

    slug: Annotated[str, Field(min_length=1, description="The tenant's slug.")]

    cursor: Annotated[
        str | None,
        NullRefused(),
        Field(max_length=500, description="Where the previous page ended."),
    ] = None

    limit: Annotated[
        int | None,
        NullRefused(),
        Field(ge=1, le=200, description="Page size; 50 when left out."),
        Number,
    ] = None


class ListNotesResponse(Message):
    """One page of notes."""

    items: Annotated[list[Note], Field(description="The page, the newest first.")] = []

    next_cursor: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="nextCursor", description="Pass as cursor for the next page; absent on the last."
        ),
    ] = None


class RemoveNoteRequest(Message):
    """What to remove."""

    slug: Annotated[str, Field(min_length=1, description="The tenant's slug.")]

    id: Annotated[Uuid, Field(description="The note's id.")]


class RemoveNoteResponse(Message):
    """Nothing: it is gone."""


class NoteService(Protocol):
    """Notes: for operators only, and on no tenant's own timeline."""

    @abstractmethod
    async def add_note(self, request: AddNoteRequest) -> AddNoteResponse:
        """Note something about a tenant."""
        ...

    @abstractmethod
    async def list_notes(self, request: ListNotesRequest) -> ListNotesResponse:
        """List the notes about a tenant, the newest first."""
        ...

    @abstractmethod
    async def remove_note(self, request: RemoveNoteRequest) -> RemoveNoteResponse:
        """Remove a note. One that isn't there is not found."""
        ...


ADD_NOTE: Rpc[AddNoteRequest, AddNoteResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="NoteService",
    name="add_note",
    subject="rpc.tenant.v1.add_note",
    request=AddNoteRequest,
    reply=AddNoteResponse,
    http=HttpRule(method="POST", path="/tenants/{slug}/notes", body="*", response_body="note"),
    access=("operator",),
    audit=("note.added",),
    changes=True,
    summary="Note something about a tenant.",
    description="Note something about a tenant.",
    headers={},
)


LIST_NOTES: Rpc[ListNotesRequest, ListNotesResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="NoteService",
    name="list_notes",
    subject="rpc.tenant.v1.list_notes",
    request=ListNotesRequest,
    reply=ListNotesResponse,
    http=HttpRule(method="GET", path="/tenants/{slug}/notes", body="", response_body=""),
    access=("operator",),
    audit=(),
    changes=False,
    summary="List the notes about a tenant, the newest first.",
    description="List the notes about a tenant, the newest first.",
    headers={},
)


REMOVE_NOTE: Rpc[RemoveNoteRequest, RemoveNoteResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="NoteService",
    name="remove_note",
    subject="rpc.tenant.v1.remove_note",
    request=RemoveNoteRequest,
    reply=RemoveNoteResponse,
    http=HttpRule(method="DELETE", path="/tenants/{slug}/notes/{id}", body="", response_body=""),
    access=("operator",),
    audit=("note.removed",),
    changes=True,
    summary="Remove a note.",
    description="Remove a note. One that isn't there is not found.",
    headers={},
)


NOTE_SERVICE: tuple[AnyRpc, ...] = (
    ADD_NOTE,
    LIST_NOTES,
    REMOVE_NOTE,
)


class NoteServiceClient:
    """Calls NoteService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def add_note(self, request: AddNoteRequest) -> AddNoteResponse:
        """Note something about a tenant."""
        return await self._caller.call(ADD_NOTE, request)

    async def list_notes(self, request: ListNotesRequest) -> ListNotesResponse:
        """List the notes about a tenant, the newest first."""
        return await self._caller.call(LIST_NOTES, request)

    async def remove_note(self, request: RemoveNoteRequest) -> RemoveNoteResponse:
        """Remove a note. One that isn't there is not found."""
        return await self._caller.call(REMOVE_NOTE, request)
