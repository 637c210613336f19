"""Commands and queries about invitations to tenants.

Generated from proto-schemas/tenant/v1/invitation_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Literal, Protocol

from pydantic import Field

from contracts.markers import ToldOnce
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Timestamp, Uuid


class Invitation(Message):
    """An open invitation."""

    id: Annotated[Uuid, Field(description="Its id.")]

    tenant_slug: Annotated[
        str, Field(alias="tenantSlug", min_length=1, description="The tenant's slug.")
    ]

    email: Annotated[str, Field(description="To whom it was sent.")] = ""

    role: Annotated[
        Literal["owner", "admin", "member"], Field(description="What the person may do there.")
    ]

    created_at: Annotated[Timestamp, Field(alias="createdAt", description="When it was made.")]

    expires_at: Annotated[
        Timestamp, Field(alias="expiresAt", description="Until when it can be accepted.")
    ]


class CreateInvitationRequest(Message):
    """Whom to invite, and as what."""

    slug: Annotated[str, Field(min_length=1, description="The tenant's slug.")]

    email: Annotated[
        str,
        Field(max_length=254, pattern=r"^[^@ \t\r\n]+@[^@ \t\r\n]+$", description="Email address."),
    ]

    role: Annotated[
        Literal["owner", "admin", "member"], Field(description="What the person may do there.")
    ]


class CreateInvitationResponse(Message):
    """The invitation, with what only this reply tells."""

    invitation: Annotated[Invitation, Field(description="As stored.")]

    token: Annotated[str, Field(description="What accepting needs."), ToldOnce()] = ""

    link: Annotated[
        str, Field(description="Path of the portal's page that accepts it."), ToldOnce()
    ] = ""


class ListInvitationsRequest(Message):
    """Whose invitations to list."""

    slug: Annotated[str, Field(min_length=1, description="The tenant's slug.")]


class ListInvitationsResponse(Message):
    """The open invitations."""

    items: Annotated[list[Invitation], Field(description="By address; 500 at most.")] = []


class WithdrawInvitationRequest(Message):
    """What to take back."""

    slug: Annotated[str, Field(min_length=1, description="The tenant's slug.")]

    id: Annotated[Uuid, Field(description="The invitation's id.")]


class WithdrawInvitationResponse(Message):
    """Nothing: it is gone."""


class AcceptInvitationRequest(Message):
    """What was sent."""

    token: Annotated[str, Field(min_length=1, max_length=200, description="The token.")]


class AcceptInvitationResponse(Message):
    """Where the caller belongs now."""

    tenant_slug: Annotated[str, Field(alias="tenantSlug", description="The tenant's slug.")] = ""

    role: Annotated[str, Field(description="What the caller may do there.")] = ""


class InvitationService(Protocol):
    """Invitations: a link that works once makes whoever opens it, signed in, one of the tenant's
    people.
    """

    @abstractmethod
    async def create_invitation(self, request: CreateInvitationRequest) -> CreateInvitationResponse:
        """Invite somebody. The token is told here only; inviting the same address again replaces
        it.
        """
        ...

    @abstractmethod
    async def list_invitations(self, request: ListInvitationsRequest) -> ListInvitationsResponse:
        """List the invitations that are open."""
        ...

    @abstractmethod
    async def withdraw_invitation(
        self, request: WithdrawInvitationRequest
    ) -> WithdrawInvitationResponse:
        """Take an invitation back."""
        ...

    @abstractmethod
    async def accept_invitation(self, request: AcceptInvitationRequest) -> AcceptInvitationResponse:
        """Accept an invitation, as whoever the caller is signed in as."""
        ...


CREATE_INVITATION: Rpc[CreateInvitationRequest, CreateInvitationResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="InvitationService",
    name="create_invitation",
    subject="rpc.tenant.v1.create_invitation",
    request=CreateInvitationRequest,
    reply=CreateInvitationResponse,
    http=HttpRule(method="POST", path="/tenants/{slug}/invitations", body="*", response_body=""),
    access=("operator", "tenant_admin"),
    audit=("user.invited",),
    changes=True,
    summary="Invite somebody.",
    description=(
        "Invite somebody. The token is told here only; inviting the same address again replaces it."
    ),
    headers={},
)


LIST_INVITATIONS: Rpc[ListInvitationsRequest, ListInvitationsResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="InvitationService",
    name="list_invitations",
    subject="rpc.tenant.v1.list_invitations",
    request=ListInvitationsRequest,
    reply=ListInvitationsResponse,
    http=HttpRule(method="GET", path="/tenants/{slug}/invitations", body="", response_body=""),
    access=("operator", "tenant_admin"),
    audit=(),
    changes=False,
    summary="List the invitations that are open.",
    description="List the invitations that are open.",
    headers={},
)


WITHDRAW_INVITATION: Rpc[WithdrawInvitationRequest, WithdrawInvitationResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="InvitationService",
    name="withdraw_invitation",
    subject="rpc.tenant.v1.withdraw_invitation",
    request=WithdrawInvitationRequest,
    reply=WithdrawInvitationResponse,
    http=HttpRule(
        method="DELETE", path="/tenants/{slug}/invitations/{id}", body="", response_body=""
    ),
    access=("operator", "tenant_admin"),
    audit=("invitation.withdrawn",),
    changes=True,
    summary="Take an invitation back.",
    description="Take an invitation back.",
    headers={},
)


ACCEPT_INVITATION: Rpc[AcceptInvitationRequest, AcceptInvitationResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="InvitationService",
    name="accept_invitation",
    subject="rpc.tenant.v1.accept_invitation",
    request=AcceptInvitationRequest,
    reply=AcceptInvitationResponse,
    http=HttpRule(method="POST", path="/invitations/accept", body="*", response_body=""),
    access=("authenticated",),
    audit=("user.added",),
    changes=True,
    summary="Accept an invitation, as whoever the caller is signed in as.",
    description="Accept an invitation, as whoever the caller is signed in as.",
    headers={},
)


INVITATION_SERVICE: tuple[AnyRpc, ...] = (
    CREATE_INVITATION,
    LIST_INVITATIONS,
    WITHDRAW_INVITATION,
    ACCEPT_INVITATION,
)


class InvitationServiceClient:
    """Calls InvitationService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def create_invitation(self, request: CreateInvitationRequest) -> CreateInvitationResponse:
        """Invite somebody. The token is told here only; inviting the same address again replaces
        it.
        """
        return await self._caller.call(CREATE_INVITATION, request)

    async def list_invitations(self, request: ListInvitationsRequest) -> ListInvitationsResponse:
        """List the invitations that are open."""
        return await self._caller.call(LIST_INVITATIONS, request)

    async def withdraw_invitation(
        self, request: WithdrawInvitationRequest
    ) -> WithdrawInvitationResponse:
        """Take an invitation back."""
        return await self._caller.call(WITHDRAW_INVITATION, request)

    async def accept_invitation(self, request: AcceptInvitationRequest) -> AcceptInvitationResponse:
        """Accept an invitation, as whoever the caller is signed in as."""
        return await self._caller.call(ACCEPT_INVITATION, request)
