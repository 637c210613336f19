"""Commands and queries about change requests.

Generated from proto-schemas/flag/v1/change_request_service.proto by generate.py: edits are
lost.
"""

from abc import abstractmethod
from typing import Annotated, Literal, Protocol

from pydantic import Field

from contracts.flag.v1.change_request import ChangeRequest
from contracts.flag.v1.draft import Draft
from contracts.markers import NullRefused
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Number, Uuid


class CreateChangeRequestRequest(Message):
    """What is to change."""

    flag_key: Annotated[str, Field(alias="flagKey", min_length=1, description="The flag.")]

    title: Annotated[
        str, Field(min_length=1, max_length=200, description="What is to change, for people.")
    ]

    draft: Annotated[Draft, Field(description="The fields of the flag that are to be set.")]


class CreateChangeRequestResponse(Message):
    """The change request."""

    change_request: Annotated[ChangeRequest, Field(alias="changeRequest", description="As stored.")]


class GetChangeRequestRequest(Message):
    """Which change request to read."""

    id: Annotated[Uuid, Field(description="Its id.")]


class GetChangeRequestResponse(Message):
    """The change request asked for."""

    change_request: Annotated[ChangeRequest, Field(alias="changeRequest", description="As stored.")]


class ListChangeRequestsRequest(Message):
    """Which change requests to list."""

    flag_key: Annotated[
        str | None,
        NullRefused(),
        Field(alias="flagKey", max_length=64, description="Only those of this flag."),
    ] = None

    status: Annotated[
        Literal["draft", "in_review", "approved", "rejected", "applied", "withdrawn"] | None,
        NullRefused(),
        Field(description="Only those with this status."),
    ] = None

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


class ListChangeRequestsResponse(Message):
    """One page of change requests."""

    items: Annotated[list[ChangeRequest], Field(description="The page, the newest first.")] = []

    next_cursor: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="nextCursor", description="Pass as cursor for the next page; absent on the last."
        ),
    ] = None


class UpdateChangeRequestRequest(Message):
    """What to write anew."""

    id: Annotated[Uuid, Field(description="Its id.")]

    version: Annotated[
        int, Field(ge=1, le=2147483647, description="The version the change is based on."), Number
    ]

    title: Annotated[
        str | None,
        NullRefused(),
        Field(min_length=1, max_length=200, description="New title; the old one when left out."),
    ] = None

    draft: Annotated[
        Draft | None,
        NullRefused(),
        Field(description="New draft; the old one when left out, against the flag as it is now."),
    ] = None


class UpdateChangeRequestResponse(Message):
    """The change request."""

    change_request: Annotated[ChangeRequest, Field(alias="changeRequest", description="As stored.")]


class SubmitChangeRequestRequest(Message):
    """Which change request to submit."""

    id: Annotated[Uuid, Field(description="Its id.")]


class SubmitChangeRequestResponse(Message):
    """The submitted change request."""

    change_request: Annotated[ChangeRequest, Field(alias="changeRequest", description="As stored.")]


class ApproveChangeRequestRequest(Message):
    """Which change request to approve."""

    id: Annotated[Uuid, Field(description="Its id.")]

    comment: Annotated[
        str | None, NullRefused(), Field(max_length=500, description="What there is to say.")
    ] = None


class ApproveChangeRequestResponse(Message):
    """The approved change request."""

    change_request: Annotated[ChangeRequest, Field(alias="changeRequest", description="As stored.")]


class RejectChangeRequestRequest(Message):
    """Which change request to reject and why."""

    id: Annotated[Uuid, Field(description="Its id.")]

    comment: Annotated[str, Field(min_length=1, max_length=500, description="Why.")]


class RejectChangeRequestResponse(Message):
    """The rejected change request."""

    change_request: Annotated[ChangeRequest, Field(alias="changeRequest", description="As stored.")]


class WithdrawChangeRequestRequest(Message):
    """Which change request to withdraw."""

    id: Annotated[Uuid, Field(description="Its id.")]


class WithdrawChangeRequestResponse(Message):
    """The withdrawn change request."""

    change_request: Annotated[ChangeRequest, Field(alias="changeRequest", description="As stored.")]


class ApplyChangeRequestRequest(Message):
    """Which change request to apply."""

    id: Annotated[Uuid, Field(description="Its id.")]


class ApplyChangeRequestResponse(Message):
    """The applied change request."""

    change_request: Annotated[ChangeRequest, Field(alias="changeRequest", description="As stored.")]


class ChangeRequestService(Protocol):
    """Four eyes on a change. Where the environment demands them, flags change in no other way, but
    by a kill.
    """

    @abstractmethod
    async def create_change_request(
        self, request: CreateChangeRequestRequest
    ) -> CreateChangeRequestResponse:
        """Write a change request against the flag as it is."""
        ...

    @abstractmethod
    async def get_change_request(
        self, request: GetChangeRequestRequest
    ) -> GetChangeRequestResponse:
        """Read one change request, with what it changes three ways."""
        ...

    @abstractmethod
    async def list_change_requests(
        self, request: ListChangeRequestsRequest
    ) -> ListChangeRequestsResponse:
        """List change requests, the newest first."""
        ...

    @abstractmethod
    async def update_change_request(
        self, request: UpdateChangeRequestRequest
    ) -> UpdateChangeRequestResponse:
        """Write it anew, against the flag as it is now. It is a draft again, whatever was decided."""
        ...

    @abstractmethod
    async def submit_change_request(
        self, request: SubmitChangeRequestRequest
    ) -> SubmitChangeRequestResponse:
        """Ask for a review."""
        ...

    @abstractmethod
    async def approve_change_request(
        self, request: ApproveChangeRequestRequest
    ) -> ApproveChangeRequestResponse:
        """Approve. Not by its author, and not when the flag or the tenants it switches have
        changed.
        """
        ...

    @abstractmethod
    async def reject_change_request(
        self, request: RejectChangeRequestRequest
    ) -> RejectChangeRequestResponse:
        """Reject. Not by its author."""
        ...

    @abstractmethod
    async def withdraw_change_request(
        self, request: WithdrawChangeRequestRequest
    ) -> WithdrawChangeRequestResponse:
        """Take it back. Only by its author."""
        ...

    @abstractmethod
    async def apply_change_request(
        self, request: ApplyChangeRequestRequest
    ) -> ApplyChangeRequestResponse:
        """Make the approved change: the flag's entry names the request. A conflict tells what
        changed, three ways.
        """
        ...


CREATE_CHANGE_REQUEST: Rpc[CreateChangeRequestRequest, CreateChangeRequestResponse] = Rpc(
    service="flag",
    version="v1",
    interface="ChangeRequestService",
    name="create_change_request",
    subject="rpc.flag.v1.create_change_request",
    request=CreateChangeRequestRequest,
    reply=CreateChangeRequestResponse,
    http=HttpRule(method="POST", path="/change-requests", body="*", response_body="change_request"),
    access=("operator",),
    audit=("change_request.created",),
    changes=True,
    summary="Write a change request against the flag as it is.",
    description="Write a change request against the flag as it is.",
    headers={},
)


GET_CHANGE_REQUEST: Rpc[GetChangeRequestRequest, GetChangeRequestResponse] = Rpc(
    service="flag",
    version="v1",
    interface="ChangeRequestService",
    name="get_change_request",
    subject="rpc.flag.v1.get_change_request",
    request=GetChangeRequestRequest,
    reply=GetChangeRequestResponse,
    http=HttpRule(
        method="GET", path="/change-requests/{id}", body="", response_body="change_request"
    ),
    access=("operator",),
    audit=(),
    changes=False,
    summary="Read one change request, with what it changes three ways.",
    description="Read one change request, with what it changes three ways.",
    headers={},
)


LIST_CHANGE_REQUESTS: Rpc[ListChangeRequestsRequest, ListChangeRequestsResponse] = Rpc(
    service="flag",
    version="v1",
    interface="ChangeRequestService",
    name="list_change_requests",
    subject="rpc.flag.v1.list_change_requests",
    request=ListChangeRequestsRequest,
    reply=ListChangeRequestsResponse,
    http=HttpRule(method="GET", path="/change-requests", body="", response_body=""),
    access=("operator",),
    audit=(),
    changes=False,
    summary="List change requests, the newest first.",
    description="List change requests, the newest first.",
    headers={},
)


UPDATE_CHANGE_REQUEST: Rpc[UpdateChangeRequestRequest, UpdateChangeRequestResponse] = Rpc(
    service="flag",
    version="v1",
    interface="ChangeRequestService",
    name="update_change_request",
    subject="rpc.flag.v1.update_change_request",
    request=UpdateChangeRequestRequest,
    reply=UpdateChangeRequestResponse,
    http=HttpRule(
        method="PATCH", path="/change-requests/{id}", body="*", response_body="change_request"
    ),
    access=("operator",),
    audit=("change_request.updated",),
    changes=True,
    summary="Write it anew, against the flag as it is now.",
    description=(
        "Write it anew, against the flag as it is now. It is a draft again, whatever was decided."
    ),
    headers={"version": "If-Match"},
)


SUBMIT_CHANGE_REQUEST: Rpc[SubmitChangeRequestRequest, SubmitChangeRequestResponse] = Rpc(
    service="flag",
    version="v1",
    interface="ChangeRequestService",
    name="submit_change_request",
    subject="rpc.flag.v1.submit_change_request",
    request=SubmitChangeRequestRequest,
    reply=SubmitChangeRequestResponse,
    http=HttpRule(
        method="POST", path="/change-requests/{id}/submit", body="*", response_body="change_request"
    ),
    access=("operator",),
    audit=("change_request.submitted",),
    changes=True,
    summary="Ask for a review.",
    description="Ask for a review.",
    headers={},
)


APPROVE_CHANGE_REQUEST: Rpc[ApproveChangeRequestRequest, ApproveChangeRequestResponse] = Rpc(
    service="flag",
    version="v1",
    interface="ChangeRequestService",
    name="approve_change_request",
    subject="rpc.flag.v1.approve_change_request",
    request=ApproveChangeRequestRequest,
    reply=ApproveChangeRequestResponse,
    http=HttpRule(
        method="POST",
        path="/change-requests/{id}/approve",
        body="*",
        response_body="change_request",
    ),
    access=("operator",),
    audit=("change_request.approved",),
    changes=True,
    summary="Approve.",
    description=(
        "Approve. Not by its author, and not when the flag or the tenants it switches have changed."
    ),
    headers={},
)


REJECT_CHANGE_REQUEST: Rpc[RejectChangeRequestRequest, RejectChangeRequestResponse] = Rpc(
    service="flag",
    version="v1",
    interface="ChangeRequestService",
    name="reject_change_request",
    subject="rpc.flag.v1.reject_change_request",
    request=RejectChangeRequestRequest,
    reply=RejectChangeRequestResponse,
    http=HttpRule(
        method="POST", path="/change-requests/{id}/reject", body="*", response_body="change_request"
    ),
    access=("operator",),
    audit=("change_request.rejected",),
    changes=True,
    summary="Reject.",
    description="Reject. Not by its author.",
    headers={},
)


WITHDRAW_CHANGE_REQUEST: Rpc[WithdrawChangeRequestRequest, WithdrawChangeRequestResponse] = Rpc(
    service="flag",
    version="v1",
    interface="ChangeRequestService",
    name="withdraw_change_request",
    subject="rpc.flag.v1.withdraw_change_request",
    request=WithdrawChangeRequestRequest,
    reply=WithdrawChangeRequestResponse,
    http=HttpRule(
        method="POST",
        path="/change-requests/{id}/withdraw",
        body="*",
        response_body="change_request",
    ),
    access=("operator",),
    audit=("change_request.withdrawn",),
    changes=True,
    summary="Take it back.",
    description="Take it back. Only by its author.",
    headers={},
)


APPLY_CHANGE_REQUEST: Rpc[ApplyChangeRequestRequest, ApplyChangeRequestResponse] = Rpc(
    service="flag",
    version="v1",
    interface="ChangeRequestService",
    name="apply_change_request",
    subject="rpc.flag.v1.apply_change_request",
    request=ApplyChangeRequestRequest,
    reply=ApplyChangeRequestResponse,
    http=HttpRule(
        method="POST", path="/change-requests/{id}/apply", body="*", response_body="change_request"
    ),
    access=("operator",),
    audit=("flag.updated",),
    changes=True,
    summary="Make the approved change: the flag's entry names the request.",
    description=(
        "Make the approved change: the flag's entry names the request. A conflict tells "
        "what changed, three ways."
    ),
    headers={},
)


CHANGE_REQUEST_SERVICE: tuple[AnyRpc, ...] = (
    CREATE_CHANGE_REQUEST,
    GET_CHANGE_REQUEST,
    LIST_CHANGE_REQUESTS,
    UPDATE_CHANGE_REQUEST,
    SUBMIT_CHANGE_REQUEST,
    APPROVE_CHANGE_REQUEST,
    REJECT_CHANGE_REQUEST,
    WITHDRAW_CHANGE_REQUEST,
    APPLY_CHANGE_REQUEST,
)


class ChangeRequestServiceClient:
    """Calls ChangeRequestService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def create_change_request(
        self, request: CreateChangeRequestRequest
    ) -> CreateChangeRequestResponse:
        """Write a change request against the flag as it is."""
        return await self._caller.call(CREATE_CHANGE_REQUEST, request)

    async def get_change_request(
        self, request: GetChangeRequestRequest
    ) -> GetChangeRequestResponse:
        """Read one change request, with what it changes three ways."""
        return await self._caller.call(GET_CHANGE_REQUEST, request)

    async def list_change_requests(
        self, request: ListChangeRequestsRequest
    ) -> ListChangeRequestsResponse:
        """List change requests, the newest first."""
        return await self._caller.call(LIST_CHANGE_REQUESTS, request)

    async def update_change_request(
        self, request: UpdateChangeRequestRequest
    ) -> UpdateChangeRequestResponse:
        """Write it anew, against the flag as it is now. It is a draft again, whatever was decided."""
        return await self._caller.call(UPDATE_CHANGE_REQUEST, request)

    async def submit_change_request(
        self, request: SubmitChangeRequestRequest
    ) -> SubmitChangeRequestResponse:
        """Ask for a review."""
        return await self._caller.call(SUBMIT_CHANGE_REQUEST, request)

    async def approve_change_request(
        self, request: ApproveChangeRequestRequest
    ) -> ApproveChangeRequestResponse:
        """Approve. Not by its author, and not when the flag or the tenants it switches have
        changed.
        """
        return await self._caller.call(APPROVE_CHANGE_REQUEST, request)

    async def reject_change_request(
        self, request: RejectChangeRequestRequest
    ) -> RejectChangeRequestResponse:
        """Reject. Not by its author."""
        return await self._caller.call(REJECT_CHANGE_REQUEST, request)

    async def withdraw_change_request(
        self, request: WithdrawChangeRequestRequest
    ) -> WithdrawChangeRequestResponse:
        """Take it back. Only by its author."""
        return await self._caller.call(WITHDRAW_CHANGE_REQUEST, request)

    async def apply_change_request(
        self, request: ApplyChangeRequestRequest
    ) -> ApplyChangeRequestResponse:
        """Make the approved change: the flag's entry names the request. A conflict tells what
        changed, three ways.
        """
        return await self._caller.call(APPLY_CHANGE_REQUEST, request)
