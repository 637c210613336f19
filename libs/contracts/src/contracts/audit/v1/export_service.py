"""Exports of entries. Whoever may read entries may export them, and reads and downloads exports of
such entries.

Generated from proto-schemas/audit/v1/export_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Literal, Protocol

from pydantic import Field

from contracts.audit.v1.export import Export
from contracts.audit.v1.filter import EntryFilter
from contracts.markers import NullRefused
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Integer, Number, Uuid


class CreateExportRequest(Message):
    """What to export."""

    format: Annotated[
        Literal["csv", "jsonl", "ocsf", "cloudevents"],
        Field(
            description=(
                "What each entry is written as: rows, the API's JSON, OCSF 1.4 events, or "
                "CloudEvents 1.0; one a line."
            )
        ),
    ]

    filter: Annotated[
        EntryFilter | None,
        NullRefused(),
        Field(description="Which entries; all that the caller may read when left out."),
    ] = None


class CreateExportResponse(Message):
    """The job."""

    export: Annotated[Export, Field(description="As it begins.")]


class ListExportsRequest(Message):
    """Which exports to list."""

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


class ListExportsResponse(Message):
    """One page of exports."""

    items: Annotated[
        list[Export], Field(description="The page, the newest first; without links.")
    ] = []

    next_cursor: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="nextCursor", description="Pass as cursor for the next page; absent on the last."
        ),
    ] = None


class GetExportRequest(Message):
    """Which export."""

    id: Annotated[Uuid, Field(description="Its id.")]


class GetExportResponse(Message):
    """The export."""

    export: Annotated[Export, Field(description="As it is now.")]


class OpenExportRequest(Message):
    """A link that somebody followed."""

    id: Annotated[Uuid, Field(description="The export's id.")]

    ticket: Annotated[str, Field(max_length=1000, description="The link's ticket.")] = ""


class OpenExportResponse(Message):
    """Its file."""

    path: Annotated[str, Field(description="Its place among the files of exports.")] = ""

    name: Annotated[str, Field(description="What it is called where it is saved.")] = ""

    bytes: Annotated[Integer, Field(description="How large it is.")] = 0


class ExportService(Protocol):
    """Exports."""

    @abstractmethod
    async def create_export(self, request: CreateExportRequest) -> CreateExportResponse:
        """Ask for a file of the entries that are in the log now and match, in its order. It is
        written in the background. Somebody who runs several tenants says which one in the
        filter.
        """
        ...

    @abstractmethod
    async def list_exports(self, request: ListExportsRequest) -> ListExportsResponse:
        """List exports, the newest first, those of entries that the caller may read."""
        ...

    @abstractmethod
    async def get_export(self, request: GetExportRequest) -> GetExportResponse:
        """Read one export: how far it is, and once it is done a link to its file that is good for
        minutes.
        """
        ...

    @abstractmethod
    async def open_export(self, request: OpenExportRequest) -> OpenExportResponse:
        """Tell where the file of a link lies. Only the gateway asks: the link's signature is what
        permits it.
        """
        ...


CREATE_EXPORT: Rpc[CreateExportRequest, CreateExportResponse] = Rpc(
    service="audit",
    version="v1",
    interface="ExportService",
    name="create_export",
    subject="rpc.audit.v1.create_export",
    request=CreateExportRequest,
    reply=CreateExportResponse,
    http=HttpRule(method="POST", path="/audit/exports", body="*", response_body="export"),
    access=("operator", "partner", "tenant_admin"),
    audit=("audit.exported",),
    changes=True,
    summary="Ask for a file of the entries that are in the log now and match, in its order.",
    description=(
        "Ask for a file of the entries that are in the log now and match, in its order. "
        "It is written in the background. Somebody who runs several tenants says which "
        "one in the filter."
    ),
    headers={},
)


LIST_EXPORTS: Rpc[ListExportsRequest, ListExportsResponse] = Rpc(
    service="audit",
    version="v1",
    interface="ExportService",
    name="list_exports",
    subject="rpc.audit.v1.list_exports",
    request=ListExportsRequest,
    reply=ListExportsResponse,
    http=HttpRule(method="GET", path="/audit/exports", body="", response_body=""),
    access=("operator", "partner", "tenant_admin"),
    audit=(),
    changes=False,
    summary="List exports, the newest first, those of entries that the caller may read.",
    description="List exports, the newest first, those of entries that the caller may read.",
    headers={},
)


GET_EXPORT: Rpc[GetExportRequest, GetExportResponse] = Rpc(
    service="audit",
    version="v1",
    interface="ExportService",
    name="get_export",
    subject="rpc.audit.v1.get_export",
    request=GetExportRequest,
    reply=GetExportResponse,
    http=HttpRule(method="GET", path="/audit/exports/{id}", body="", response_body="export"),
    access=("operator", "partner", "tenant_admin"),
    audit=(),
    changes=False,
    summary=(
        "Read one export: how far it is, and once it is done a link to its file that is "
        "good for minutes."
    ),
    description=(
        "Read one export: how far it is, and once it is done a link to its file that is "
        "good for minutes."
    ),
    headers={},
)


OPEN_EXPORT: Rpc[OpenExportRequest, OpenExportResponse] = Rpc(
    service="audit",
    version="v1",
    interface="ExportService",
    name="open_export",
    subject="rpc.audit.v1.open_export",
    request=OpenExportRequest,
    reply=OpenExportResponse,
    http=None,
    access=("internal",),
    audit=(),
    changes=False,
    summary="Tell where the file of a link lies.",
    description=(
        "Tell where the file of a link lies. Only the gateway asks: the link's "
        "signature is what permits it."
    ),
    headers={},
)


EXPORT_SERVICE: tuple[AnyRpc, ...] = (
    CREATE_EXPORT,
    LIST_EXPORTS,
    GET_EXPORT,
    OPEN_EXPORT,
)


class ExportServiceClient:
    """Calls ExportService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def create_export(self, request: CreateExportRequest) -> CreateExportResponse:
        """Ask for a file of the entries that are in the log now and match, in its order. It is
        written in the background. Somebody who runs several tenants says which one in the
        filter.
        """
        return await self._caller.call(CREATE_EXPORT, request)

    async def list_exports(self, request: ListExportsRequest) -> ListExportsResponse:
        """List exports, the newest first, those of entries that the caller may read."""
        return await self._caller.call(LIST_EXPORTS, request)

    async def get_export(self, request: GetExportRequest) -> GetExportResponse:
        """Read one export: how far it is, and once it is done a link to its file that is good for
        minutes.
        """
        return await self._caller.call(GET_EXPORT, request)

    async def open_export(self, request: OpenExportRequest) -> OpenExportResponse:
        """Tell where the file of a link lies. Only the gateway asks: the link's signature is what
        permits it.
        """
        return await self._caller.call(OPEN_EXPORT, request)
