"""Commands and queries about segments.

Generated from proto-schemas/flag/v1/segment_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Protocol

from pydantic import Field

from contracts.flag.v1.segment import Segment
from contracts.flag.v1.targeting import Rule, Scope
from contracts.markers import NullRefused
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Number


class CreateSegmentRequest(Message):
    """What a new segment needs."""

    key: Annotated[
        str,
        Field(
            pattern="^[a-z][a-z0-9_]{1,63}$", description="Short name, never changed afterwards."
        ),
    ]

    description: Annotated[str, Field(max_length=2000, description="Who they are, for people.")] = (
        ""
    )

    scope: Annotated[Scope | None, NullRefused(), Field(description="Allowlists.")] = None

    rules: Annotated[
        list[Rule], Field(max_length=50, description="Conditions that all must hold.")
    ] = []

    note: Annotated[
        str | None,
        NullRefused(),
        Field(max_length=500, description="Why; kept on the audit timeline."),
    ] = None


class CreateSegmentResponse(Message):
    """The created segment."""

    segment: Annotated[Segment, Field(description="As stored.")]


class GetSegmentRequest(Message):
    """Which segment to read."""

    key: Annotated[str, Field(min_length=1, description="Its key.")]


class GetSegmentResponse(Message):
    """The segment asked for."""

    segment: Annotated[Segment, Field(description="As stored.")]


class ListSegmentsRequest(Message):
    """Which segments to list."""

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


class ListSegmentsResponse(Message):
    """One page of segments."""

    items: Annotated[list[Segment], Field(description="The page, ordered by key.")] = []

    next_cursor: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="nextCursor", description="Pass as cursor for the next page; absent on the last."
        ),
    ] = None


class UpdateSegmentRequest(Message):
    """What to change. Absent fields stay as they are; rules and scope are replaced whole."""

    key: Annotated[str, Field(min_length=1, description="Its key.")]

    version: Annotated[
        int, Field(ge=1, le=2147483647, description="The version the change is based on."), Number
    ]

    description: Annotated[
        str | None, NullRefused(), Field(max_length=2000, description="New description.")
    ] = None

    scope: Annotated[Scope | None, NullRefused(), Field(description="New allowlists.")] = None

    rules: Annotated[list[Rule], Field(max_length=50, description="New conditions.")] = []

    note: Annotated[
        str | None,
        NullRefused(),
        Field(max_length=500, description="Why; kept on the audit timeline."),
    ] = None


class UpdateSegmentResponse(Message):
    """The changed segment."""

    segment: Annotated[Segment, Field(description="As stored.")]


class DeleteSegmentRequest(Message):
    """Which segment to remove."""

    key: Annotated[str, Field(min_length=1, description="Its key.")]

    note: Annotated[
        str | None,
        NullRefused(),
        Field(max_length=500, description="Why; kept on the audit timeline."),
    ] = None


class DeleteSegmentResponse(Message):
    """The removed segment."""

    segment: Annotated[Segment, Field(description="As it was.")]


class SegmentService(Protocol):
    """Groups of tenants that flags share."""

    @abstractmethod
    async def create_segment(self, request: CreateSegmentRequest) -> CreateSegmentResponse:
        """Create a segment. A taken key is a conflict."""
        ...

    @abstractmethod
    async def get_segment(self, request: GetSegmentRequest) -> GetSegmentResponse:
        """Read one segment."""
        ...

    @abstractmethod
    async def list_segments(self, request: ListSegmentsRequest) -> ListSegmentsResponse:
        """List segments by key."""
        ...

    @abstractmethod
    async def update_segment(self, request: UpdateSegmentRequest) -> UpdateSegmentResponse:
        """Change a segment, in effect at once for every flag that uses it. Absent fields stay."""
        ...

    @abstractmethod
    async def delete_segment(self, request: DeleteSegmentRequest) -> DeleteSegmentResponse:
        """Remove a segment. One that a flag uses stays."""
        ...


CREATE_SEGMENT: Rpc[CreateSegmentRequest, CreateSegmentResponse] = Rpc(
    service="flag",
    version="v1",
    interface="SegmentService",
    name="create_segment",
    subject="rpc.flag.v1.create_segment",
    request=CreateSegmentRequest,
    reply=CreateSegmentResponse,
    http=HttpRule(method="POST", path="/segments", body="*", response_body="segment"),
    access=("operator",),
    audit=("segment.created",),
    changes=True,
    summary="Create a segment.",
    description="Create a segment. A taken key is a conflict.",
    headers={},
)


GET_SEGMENT: Rpc[GetSegmentRequest, GetSegmentResponse] = Rpc(
    service="flag",
    version="v1",
    interface="SegmentService",
    name="get_segment",
    subject="rpc.flag.v1.get_segment",
    request=GetSegmentRequest,
    reply=GetSegmentResponse,
    http=HttpRule(method="GET", path="/segments/{key}", body="", response_body="segment"),
    access=("operator",),
    audit=(),
    changes=False,
    summary="Read one segment.",
    description="Read one segment.",
    headers={},
)


LIST_SEGMENTS: Rpc[ListSegmentsRequest, ListSegmentsResponse] = Rpc(
    service="flag",
    version="v1",
    interface="SegmentService",
    name="list_segments",
    subject="rpc.flag.v1.list_segments",
    request=ListSegmentsRequest,
    reply=ListSegmentsResponse,
    http=HttpRule(method="GET", path="/segments", body="", response_body=""),
    access=("operator",),
    audit=(),
    changes=False,
    summary="List segments by key.",
    description="List segments by key.",
    headers={},
)


UPDATE_SEGMENT: Rpc[UpdateSegmentRequest, UpdateSegmentResponse] = Rpc(
    service="flag",
    version="v1",
    interface="SegmentService",
    name="update_segment",
    subject="rpc.flag.v1.update_segment",
    request=UpdateSegmentRequest,
    reply=UpdateSegmentResponse,
    http=HttpRule(method="PATCH", path="/segments/{key}", body="*", response_body="segment"),
    access=("operator",),
    audit=("segment.updated",),
    changes=True,
    summary="Change a segment, in effect at once for every flag that uses it.",
    description=(
        "Change a segment, in effect at once for every flag that uses it. Absent fields stay."
    ),
    headers={"version": "If-Match"},
)


DELETE_SEGMENT: Rpc[DeleteSegmentRequest, DeleteSegmentResponse] = Rpc(
    service="flag",
    version="v1",
    interface="SegmentService",
    name="delete_segment",
    subject="rpc.flag.v1.delete_segment",
    request=DeleteSegmentRequest,
    reply=DeleteSegmentResponse,
    http=HttpRule(method="DELETE", path="/segments/{key}", body="", response_body="segment"),
    access=("operator",),
    audit=("segment.removed",),
    changes=True,
    summary="Remove a segment.",
    description="Remove a segment. One that a flag uses stays.",
    headers={},
)


SEGMENT_SERVICE: tuple[AnyRpc, ...] = (
    CREATE_SEGMENT,
    GET_SEGMENT,
    LIST_SEGMENTS,
    UPDATE_SEGMENT,
    DELETE_SEGMENT,
)


class SegmentServiceClient:
    """Calls SegmentService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def create_segment(self, request: CreateSegmentRequest) -> CreateSegmentResponse:
        """Create a segment. A taken key is a conflict."""
        return await self._caller.call(CREATE_SEGMENT, request)

    async def get_segment(self, request: GetSegmentRequest) -> GetSegmentResponse:
        """Read one segment."""
        return await self._caller.call(GET_SEGMENT, request)

    async def list_segments(self, request: ListSegmentsRequest) -> ListSegmentsResponse:
        """List segments by key."""
        return await self._caller.call(LIST_SEGMENTS, request)

    async def update_segment(self, request: UpdateSegmentRequest) -> UpdateSegmentResponse:
        """Change a segment, in effect at once for every flag that uses it. Absent fields stay."""
        return await self._caller.call(UPDATE_SEGMENT, request)

    async def delete_segment(self, request: DeleteSegmentRequest) -> DeleteSegmentResponse:
        """Remove a segment. One that a flag uses stays."""
        return await self._caller.call(DELETE_SEGMENT, request)
