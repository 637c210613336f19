"""Queries about the audit timeline; nothing here changes or removes an entry.

Generated from proto-schemas/audit/v1/audit_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Literal, Protocol

from pydantic import Field

from contracts.audit.v1.entry import Entry
from contracts.markers import NullRefused
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Boolean, Number, Timestamp, Uuid


class ListEntriesRequest(Message):
    """Which entries to list. Filters combine by and."""

    since: Annotated[
        Timestamp | None, NullRefused(), Field(description="At or after this time.")
    ] = None

    until: Annotated[Timestamp | None, NullRefused(), Field(description="Before this time.")] = None

    before: Annotated[
        Timestamp | None, NullRefused(), Field(description="Before this time, for paging by time.")
    ] = None

    action: Annotated[
        str | None,
        NullRefused(),
        Field(
            max_length=200,
            pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*(\.\*)?$",
            description="An action, exact, or by its beginning: tenant.*",
        ),
    ] = None

    tenant_slug: Annotated[
        str | None,
        NullRefused(),
        Field(alias="tenantSlug", max_length=63, description="A tenant's slug."),
    ] = None

    partner_slug: Annotated[
        str | None,
        NullRefused(),
        Field(alias="partnerSlug", max_length=63, description="A partner's slug."),
    ] = None

    actor_email: Annotated[
        str | None,
        NullRefused(),
        Field(alias="actorEmail", max_length=500, description="An actor's email address."),
    ] = None

    outcome: Annotated[
        Literal["success", "failure", "denied"] | None,
        NullRefused(),
        Field(description="How it ended."),
    ] = None

    source: Annotated[
        str | None, NullRefused(), Field(max_length=63, description="The system it happened in.")
    ] = None

    q: Annotated[
        str | None,
        NullRefused(),
        Field(
            max_length=500,
            description=(
                "A query: fields (action:tenant.* actor:ann@acme.example tenant:acme "
                "outcome:failure,denied source:authentik at:>2026-11-01), each with a minus to "
                'exclude it, words by their beginnings, and "whole words" in quotes. Words are '
                "those of action, resource name, actor email and tenant slug; those of personal "
                "fields are found whole."
            ),
        ),
    ] = None

    cursor: Annotated[
        str | None,
        NullRefused(),
        Field(max_length=500, description="Where the previous page ended."),
    ] = None

    limit: Annotated[
        int | None,
        NullRefused(),
        Field(ge=1, le=500, description="Page size; 100 when left out."),
        Number,
    ] = None

    frequent: Annotated[
        Boolean | None,
        NullRefused(),
        Field(description="Also entries so frequent that they are out of sight, like mail flow."),
    ] = None

    include_archive: Annotated[
        Boolean | None,
        NullRefused(),
        Field(
            alias="includeArchive",
            description=(
                "Also entries that retention has moved to the archive. Its files are read for "
                "it: name a span of time."
            ),
        ),
    ] = None


class ListEntriesResponse(Message):
    """One page of entries."""

    items: Annotated[list[Entry], Field(description="The page, by time and id, newest first.")] = []

    next_cursor: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="nextCursor", description="Pass as cursor for the next page; absent on the last."
        ),
    ] = None


class GetEntryRequest(Message):
    """Which entry to read."""

    id: Annotated[Uuid, Field(description="Its id.")]


class GetEntryResponse(Message):
    """The entry asked for."""

    entry: Annotated[Entry, Field(description="As stored.")]


class AuditService(Protocol):
    """The audit timeline."""

    @abstractmethod
    async def list_entries(self, request: ListEntriesRequest) -> ListEntriesResponse:
        """List entries, newest first, those the caller may see."""
        ...

    @abstractmethod
    async def get_entry(self, request: GetEntryRequest) -> GetEntryResponse:
        """Read one entry."""
        ...


LIST_ENTRIES: Rpc[ListEntriesRequest, ListEntriesResponse] = Rpc(
    service="audit",
    version="v1",
    interface="AuditService",
    name="list_entries",
    subject="rpc.audit.v1.list_entries",
    request=ListEntriesRequest,
    reply=ListEntriesResponse,
    http=HttpRule(method="GET", path="/audit", body="", response_body=""),
    access=("operator", "partner", "tenant_admin"),
    audit=(),
    changes=False,
    summary="List entries, newest first, those the caller may see.",
    description="List entries, newest first, those the caller may see.",
    headers={},
)


GET_ENTRY: Rpc[GetEntryRequest, GetEntryResponse] = Rpc(
    service="audit",
    version="v1",
    interface="AuditService",
    name="get_entry",
    subject="rpc.audit.v1.get_entry",
    request=GetEntryRequest,
    reply=GetEntryResponse,
    http=HttpRule(method="GET", path="/audit/{id}", body="", response_body="entry"),
    access=("operator", "partner", "tenant_admin"),
    audit=(),
    changes=False,
    summary="Read one entry.",
    description="Read one entry.",
    headers={},
)


AUDIT_SERVICE: tuple[AnyRpc, ...] = (
    LIST_ENTRIES,
    GET_ENTRY,
)


class AuditServiceClient:
    """Calls AuditService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def list_entries(self, request: ListEntriesRequest) -> ListEntriesResponse:
        """List entries, newest first, those the caller may see."""
        return await self._caller.call(LIST_ENTRIES, request)

    async def get_entry(self, request: GetEntryRequest) -> GetEntryResponse:
        """Read one entry."""
        return await self._caller.call(GET_ENTRY, request)
