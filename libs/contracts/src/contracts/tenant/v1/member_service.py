"""Commands about the people of one tenant.

Generated from proto-schemas/tenant/v1/member_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Literal, Protocol

from pydantic import Field

from contracts.markers import NullRefused
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Number, Uuid
from contracts.tenant.v1.user import Member, User


class ListMembersRequest(Message):
    """Whose people to list."""

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


class ListMembersResponse(Message):
    """One page of a tenant's people."""

    items: Annotated[list[Member], Field(description="The page, by address.")] = []

    next_cursor: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="nextCursor", description="Pass as cursor for the next page; absent on the last."
        ),
    ] = None


class DeactivateMemberRequest(Message):
    """Whom to deactivate, and why."""

    slug: Annotated[str, Field(min_length=1, description="The tenant's slug.")]

    id: Annotated[Uuid, Field(description="The person's id.")]

    reason: Annotated[
        str | None,
        NullRefused(),
        Field(max_length=500, description="Why; kept on the audit timeline."),
    ] = None


class DeactivateMemberResponse(Message):
    """The person."""

    member: Annotated[Member, Field(description="As this tenant's people see them.")]


class ReactivateMemberRequest(Message):
    """Whom to reactivate."""

    slug: Annotated[str, Field(min_length=1, description="The tenant's slug.")]

    id: Annotated[Uuid, Field(description="The person's id.")]


class ReactivateMemberResponse(Message):
    """The person."""

    member: Annotated[Member, Field(description="As this tenant's people see them.")]


class ChangeMemberRoleRequest(Message):
    """Whose role to change, and to which."""

    slug: Annotated[str, Field(min_length=1, description="The tenant's slug.")]

    id: Annotated[Uuid, Field(description="The person's id.")]

    role: Annotated[
        Literal["owner", "admin", "member"],
        Field(description="What the person may do there from now on."),
    ]


class ChangeMemberRoleResponse(Message):
    """The person."""

    user: Annotated[User, Field(description="As this tenant's people see them.")]


class RemoveMemberRequest(Message):
    """Whom to remove."""

    slug: Annotated[str, Field(min_length=1, description="The tenant's slug.")]

    id: Annotated[Uuid, Field(description="The person's id.")]


class RemoveMemberResponse(Message):
    """The person who was removed."""

    user: Annotated[User, Field(description="As this tenant's people see them.")]


class ListUsersRequest(Message):
    """Whom to find."""

    q: Annotated[
        str | None,
        NullRefused(),
        Field(
            max_length=200,
            description=(
                "The beginning of an address or of a name, whatever the case; everybody when "
                "left out."
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
        Field(ge=1, le=200, description="Page size; 50 when left out."),
        Number,
    ] = None


class ListUsersResponse(Message):
    """One page of people."""

    items: Annotated[list[User], Field(description="The page, by id.")] = []

    next_cursor: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="nextCursor", description="Pass as cursor for the next page; absent on the last."
        ),
    ] = None


class MemberService(Protocol):
    """The people of one tenant, as its own admins manage them."""

    @abstractmethod
    async def list_members(self, request: ListMembersRequest) -> ListMembersResponse:
        """List a tenant's people by address, those who were deactivated included."""
        ...

    @abstractmethod
    async def change_member_role(
        self, request: ChangeMemberRoleRequest
    ) -> ChangeMemberRoleResponse:
        """Change what a person may do in a tenant. Only owners make and unmake owners; the last
        stays.
        """
        ...

    @abstractmethod
    async def remove_member(self, request: RemoveMemberRequest) -> RemoveMemberResponse:
        """Remove a person from a tenant. The last owner can't be removed."""
        ...

    @abstractmethod
    async def deactivate_member(self, request: DeactivateMemberRequest) -> DeactivateMemberResponse:
        """Deactivate a person in a tenant, in effect within a second. Elsewhere they stay what
        they are. The last owner stays.
        """
        ...

    @abstractmethod
    async def reactivate_member(self, request: ReactivateMemberRequest) -> ReactivateMemberResponse:
        """Reactivate a person in a tenant, in the role that they had."""
        ...

    @abstractmethod
    async def list_users(self, request: ListUsersRequest) -> ListUsersResponse:
        """Find people by address or name, whichever tenants they belong to."""
        ...


LIST_MEMBERS: Rpc[ListMembersRequest, ListMembersResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="MemberService",
    name="list_members",
    subject="rpc.tenant.v1.list_members",
    request=ListMembersRequest,
    reply=ListMembersResponse,
    http=HttpRule(method="GET", path="/tenants/{slug}/members", body="", response_body=""),
    access=("operator", "tenant_member"),
    audit=(),
    changes=False,
    summary="List a tenant's people by address, those who were deactivated included.",
    description="List a tenant's people by address, those who were deactivated included.",
    headers={},
)


CHANGE_MEMBER_ROLE: Rpc[ChangeMemberRoleRequest, ChangeMemberRoleResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="MemberService",
    name="change_member_role",
    subject="rpc.tenant.v1.change_member_role",
    request=ChangeMemberRoleRequest,
    reply=ChangeMemberRoleResponse,
    http=HttpRule(
        method="PUT", path="/tenants/{slug}/members/{id}", body="*", response_body="user"
    ),
    access=("operator", "tenant_admin"),
    audit=("user.role_changed",),
    changes=True,
    summary="Change what a person may do in a tenant.",
    description=(
        "Change what a person may do in a tenant. Only owners make and unmake owners; "
        "the last stays."
    ),
    headers={},
)


REMOVE_MEMBER: Rpc[RemoveMemberRequest, RemoveMemberResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="MemberService",
    name="remove_member",
    subject="rpc.tenant.v1.remove_member",
    request=RemoveMemberRequest,
    reply=RemoveMemberResponse,
    http=HttpRule(
        method="DELETE", path="/tenants/{slug}/members/{id}", body="", response_body="user"
    ),
    access=("operator", "tenant_admin"),
    audit=("user.removed",),
    changes=True,
    summary="Remove a person from a tenant.",
    description="Remove a person from a tenant. The last owner can't be removed.",
    headers={},
)


DEACTIVATE_MEMBER: Rpc[DeactivateMemberRequest, DeactivateMemberResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="MemberService",
    name="deactivate_member",
    subject="rpc.tenant.v1.deactivate_member",
    request=DeactivateMemberRequest,
    reply=DeactivateMemberResponse,
    http=HttpRule(
        method="POST",
        path="/tenants/{slug}/members/{id}/deactivate",
        body="*",
        response_body="member",
    ),
    access=("operator", "tenant_admin"),
    audit=("member.deactivated",),
    changes=True,
    summary="Deactivate a person in a tenant, in effect within a second.",
    description=(
        "Deactivate a person in a tenant, in effect within a second. Elsewhere they "
        "stay what they are. The last owner stays."
    ),
    headers={},
)


REACTIVATE_MEMBER: Rpc[ReactivateMemberRequest, ReactivateMemberResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="MemberService",
    name="reactivate_member",
    subject="rpc.tenant.v1.reactivate_member",
    request=ReactivateMemberRequest,
    reply=ReactivateMemberResponse,
    http=HttpRule(
        method="POST",
        path="/tenants/{slug}/members/{id}/reactivate",
        body="*",
        response_body="member",
    ),
    access=("operator", "tenant_admin"),
    audit=("member.reactivated",),
    changes=True,
    summary="Reactivate a person in a tenant, in the role that they had.",
    description="Reactivate a person in a tenant, in the role that they had.",
    headers={},
)


LIST_USERS: Rpc[ListUsersRequest, ListUsersResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="MemberService",
    name="list_users",
    subject="rpc.tenant.v1.list_users",
    request=ListUsersRequest,
    reply=ListUsersResponse,
    http=HttpRule(method="GET", path="/users", body="", response_body=""),
    access=("operator",),
    audit=(),
    changes=False,
    summary="Find people by address or name, whichever tenants they belong to.",
    description="Find people by address or name, whichever tenants they belong to.",
    headers={},
)


MEMBER_SERVICE: tuple[AnyRpc, ...] = (
    LIST_MEMBERS,
    CHANGE_MEMBER_ROLE,
    REMOVE_MEMBER,
    DEACTIVATE_MEMBER,
    REACTIVATE_MEMBER,
    LIST_USERS,
)


class MemberServiceClient:
    """Calls MemberService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def list_members(self, request: ListMembersRequest) -> ListMembersResponse:
        """List a tenant's people by address, those who were deactivated included."""
        return await self._caller.call(LIST_MEMBERS, request)

    async def change_member_role(
        self, request: ChangeMemberRoleRequest
    ) -> ChangeMemberRoleResponse:
        """Change what a person may do in a tenant. Only owners make and unmake owners; the last
        stays.
        """
        return await self._caller.call(CHANGE_MEMBER_ROLE, request)

    async def remove_member(self, request: RemoveMemberRequest) -> RemoveMemberResponse:
        """Remove a person from a tenant. The last owner can't be removed."""
        return await self._caller.call(REMOVE_MEMBER, request)

    async def deactivate_member(self, request: DeactivateMemberRequest) -> DeactivateMemberResponse:
        """Deactivate a person in a tenant, in effect within a second. Elsewhere they stay what
        they are. The last owner stays.
        """
        return await self._caller.call(DEACTIVATE_MEMBER, request)

    async def reactivate_member(self, request: ReactivateMemberRequest) -> ReactivateMemberResponse:
        """Reactivate a person in a tenant, in the role that they had."""
        return await self._caller.call(REACTIVATE_MEMBER, request)

    async def list_users(self, request: ListUsersRequest) -> ListUsersResponse:
        """Find people by address or name, whichever tenants they belong to."""
        return await self._caller.call(LIST_USERS, request)
