"""Commands and queries about people.

Generated from proto-schemas/tenant/v1/user_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Literal, Protocol

from pydantic import Field

from contracts.markers import NullRefused
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Boolean, Number, Timestamp, Uuid
from contracts.tenant.v1.subscription import Subscription
from contracts.tenant.v1.user import User


class GetMeRequest(Message):
    """Nothing: the caller is known by their token."""


class MyTenant(Message):
    """A tenant, to one of its people."""

    slug: Annotated[str, Field(min_length=1, description="Its slug.")]

    name: Annotated[str, Field(description="Its display name.")] = ""

    status: Annotated[str, Field(description="Where it stands in its life.")] = ""

    role: Annotated[str, Field(description="What the person may do there.")] = ""

    subscription: Annotated[
        Subscription | None,
        NullRefused(),
        Field(description="What it pays; absent when nothing was agreed."),
    ] = None

    may: Annotated[
        list[str], Field(description="What this caller may call about it: <service>.<rpc>.")
    ] = []


class GetMeResponse(Message):
    """Who the caller is."""

    user: Annotated[User, Field(description="The person.")]

    audience: Annotated[str, Field(description="The audience the token was accepted for.")] = ""

    tenants: Annotated[
        list[MyTenant], Field(description="The tenants that the person belongs to, by slug.")
    ] = []

    may: Annotated[
        list[str],
        Field(
            description=(
                "What this caller may call of what is nobody's in particular: <service>.<rpc>. "
                "The answer may still depend on whom it is about. Said at the door, where "
                "access is decided."
            )
        ),
    ] = []


class ListTenantUsersRequest(Message):
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


class ListTenantUsersResponse(Message):
    """One page of people."""

    items: Annotated[
        list[User], Field(description="The page; those who never signed in come last.")
    ] = []

    next_cursor: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="nextCursor", description="Pass as cursor for the next page; absent on the last."
        ),
    ] = None


class AddTenantUserRequest(Message):
    """Whom to add, and as what."""

    slug: Annotated[str, Field(min_length=1, description="The tenant's slug.")]

    email: Annotated[
        str,
        Field(max_length=254, pattern=r"^[^@ \t\r\n]+@[^@ \t\r\n]+$", description="Email address."),
    ]

    role: Annotated[
        Literal["owner", "admin", "member"], Field(description="What the person may do there.")
    ]

    name: Annotated[
        str | None,
        NullRefused(),
        Field(max_length=200, description="Display name, until the person's own token tells it."),
    ] = None


class AddTenantUserResponse(Message):
    """The added person."""

    user: Annotated[User, Field(description="As stored.")]


class DeactivateUserRequest(Message):
    """Whom to deactivate and why."""

    id: Annotated[Uuid, Field(description="The person's id.")]

    reason: Annotated[
        str | None,
        NullRefused(),
        Field(max_length=500, description="Why; kept on the audit timeline."),
    ] = None


class DeactivateUserResponse(Message):
    """The deactivated person."""

    user: Annotated[User, Field(description="As stored.")]


class ReactivateUserRequest(Message):
    """Whom to reactivate."""

    id: Annotated[Uuid, Field(description="The person's id.")]


class ReactivateUserResponse(Message):
    """The reactivated person."""

    user: Annotated[User, Field(description="As stored.")]


class GrantPlatformAdminRequest(Message):
    """Whom to make platform admin."""

    id: Annotated[Uuid, Field(description="The person's id.")]


class GrantPlatformAdminResponse(Message):
    """The new platform admin."""

    user: Annotated[User, Field(description="As stored.")]


class RevokePlatformAdminRequest(Message):
    """Whose platform admin to take away."""

    id: Annotated[Uuid, Field(description="The person's id.")]


class RevokePlatformAdminResponse(Message):
    """The former platform admin."""

    user: Annotated[User, Field(description="As stored.")]


class RecordSignInRequest(Message):
    """What a verified token says of its bearer."""

    issuer: Annotated[str, Field(min_length=1, description="The token issuer.")]

    subject: Annotated[str, Field(min_length=1, description="The token subject.")]

    email: Annotated[
        str | None, NullRefused(), Field(description="The email claim, when there is one.")
    ] = None

    email_verified: Annotated[
        Boolean,
        Field(
            alias="emailVerified",
            description="The issuer vouches for the email; only then does it link to a known person.",
        ),
    ] = False

    name: Annotated[
        str | None, NullRefused(), Field(description="The name claim, when there is one.")
    ] = None

    signed_in_at: Annotated[
        Timestamp,
        Field(alias="signedInAt", description="When the person signed in (auth_time, else iat)."),
    ]


class RecordSignInResponse(Message):
    """The person behind the token."""

    user: Annotated[User, Field(description="As stored.")]


class UserService(Protocol):
    """People: who they are, what they may do, and when they last signed in."""

    @abstractmethod
    async def get_me(self, request: GetMeRequest) -> GetMeResponse:
        """Tell the caller who they are, where they belong, and what they may do."""
        ...

    @abstractmethod
    async def list_tenant_users(self, request: ListTenantUsersRequest) -> ListTenantUsersResponse:
        """List a tenant's people, the last to sign in first. Members see nothing of each other's
        other tenants.
        """
        ...

    @abstractmethod
    async def add_tenant_user(self, request: AddTenantUserRequest) -> AddTenantUserResponse:
        """Add a person to a tenant, or change their role there. They are known by email until they
        sign in.
        """
        ...

    @abstractmethod
    async def deactivate_user(self, request: DeactivateUserRequest) -> DeactivateUserResponse:
        """Deactivate a person: their tokens are refused within a second."""
        ...

    @abstractmethod
    async def reactivate_user(self, request: ReactivateUserRequest) -> ReactivateUserResponse:
        """Reactivate a deactivated person."""
        ...

    @abstractmethod
    async def grant_platform_admin(
        self, request: GrantPlatformAdminRequest
    ) -> GrantPlatformAdminResponse:
        """Make a person platform admin."""
        ...

    @abstractmethod
    async def revoke_platform_admin(
        self, request: RevokePlatformAdminRequest
    ) -> RevokePlatformAdminResponse:
        """Take platform admin away, in effect within a second. The last one can't be removed."""
        ...

    @abstractmethod
    async def record_sign_in(self, request: RecordSignInRequest) -> RecordSignInResponse:
        """Record that a verified token was seen: makes the person at first sight, links by
        verified email.
        """
        ...


GET_ME: Rpc[GetMeRequest, GetMeResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="UserService",
    name="get_me",
    subject="rpc.tenant.v1.get_me",
    request=GetMeRequest,
    reply=GetMeResponse,
    http=HttpRule(method="GET", path="/me", body="", response_body=""),
    access=("authenticated",),
    audit=(),
    changes=False,
    summary="Tell the caller who they are, where they belong, and what they may do.",
    description="Tell the caller who they are, where they belong, and what they may do.",
    headers={},
)


LIST_TENANT_USERS: Rpc[ListTenantUsersRequest, ListTenantUsersResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="UserService",
    name="list_tenant_users",
    subject="rpc.tenant.v1.list_tenant_users",
    request=ListTenantUsersRequest,
    reply=ListTenantUsersResponse,
    http=HttpRule(method="GET", path="/tenants/{slug}/users", body="", response_body=""),
    access=("operator", "tenant_member"),
    audit=(),
    changes=False,
    summary="List a tenant's people, the last to sign in first.",
    description=(
        "List a tenant's people, the last to sign in first. Members see nothing of each "
        "other's other tenants."
    ),
    headers={},
)


ADD_TENANT_USER: Rpc[AddTenantUserRequest, AddTenantUserResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="UserService",
    name="add_tenant_user",
    subject="rpc.tenant.v1.add_tenant_user",
    request=AddTenantUserRequest,
    reply=AddTenantUserResponse,
    http=HttpRule(method="POST", path="/tenants/{slug}/users", body="*", response_body="user"),
    access=("operator",),
    audit=("user.added", "user.role_changed"),
    changes=True,
    summary="Add a person to a tenant, or change their role there.",
    description=(
        "Add a person to a tenant, or change their role there. They are known by email "
        "until they sign in."
    ),
    headers={},
)


DEACTIVATE_USER: Rpc[DeactivateUserRequest, DeactivateUserResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="UserService",
    name="deactivate_user",
    subject="rpc.tenant.v1.deactivate_user",
    request=DeactivateUserRequest,
    reply=DeactivateUserResponse,
    http=HttpRule(method="POST", path="/users/{id}/deactivate", body="*", response_body="user"),
    access=("operator",),
    audit=("user.deactivated",),
    changes=True,
    summary="Deactivate a person: their tokens are refused within a second.",
    description="Deactivate a person: their tokens are refused within a second.",
    headers={},
)


REACTIVATE_USER: Rpc[ReactivateUserRequest, ReactivateUserResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="UserService",
    name="reactivate_user",
    subject="rpc.tenant.v1.reactivate_user",
    request=ReactivateUserRequest,
    reply=ReactivateUserResponse,
    http=HttpRule(method="POST", path="/users/{id}/reactivate", body="*", response_body="user"),
    access=("operator",),
    audit=("user.reactivated",),
    changes=True,
    summary="Reactivate a deactivated person.",
    description="Reactivate a deactivated person.",
    headers={},
)


GRANT_PLATFORM_ADMIN: Rpc[GrantPlatformAdminRequest, GrantPlatformAdminResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="UserService",
    name="grant_platform_admin",
    subject="rpc.tenant.v1.grant_platform_admin",
    request=GrantPlatformAdminRequest,
    reply=GrantPlatformAdminResponse,
    http=HttpRule(method="PUT", path="/users/{id}/platform-admin", body="*", response_body="user"),
    access=("operator",),
    audit=("user.platform_admin_granted",),
    changes=True,
    summary="Make a person platform admin.",
    description="Make a person platform admin.",
    headers={},
)


REVOKE_PLATFORM_ADMIN: Rpc[RevokePlatformAdminRequest, RevokePlatformAdminResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="UserService",
    name="revoke_platform_admin",
    subject="rpc.tenant.v1.revoke_platform_admin",
    request=RevokePlatformAdminRequest,
    reply=RevokePlatformAdminResponse,
    http=HttpRule(
        method="DELETE", path="/users/{id}/platform-admin", body="", response_body="user"
    ),
    access=("operator",),
    audit=("user.platform_admin_revoked",),
    changes=True,
    summary="Take platform admin away, in effect within a second.",
    description=(
        "Take platform admin away, in effect within a second. The last one can't be removed."
    ),
    headers={},
)


RECORD_SIGN_IN: Rpc[RecordSignInRequest, RecordSignInResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="UserService",
    name="record_sign_in",
    subject="rpc.tenant.v1.record_sign_in",
    request=RecordSignInRequest,
    reply=RecordSignInResponse,
    http=None,
    access=("internal",),
    audit=("user.created", "user.linked", "user.signed_in"),
    changes=True,
    summary=(
        "Record that a verified token was seen: makes the person at first sight, links "
        "by verified email."
    ),
    description=(
        "Record that a verified token was seen: makes the person at first sight, links "
        "by verified email."
    ),
    headers={},
)


USER_SERVICE: tuple[AnyRpc, ...] = (
    GET_ME,
    LIST_TENANT_USERS,
    ADD_TENANT_USER,
    DEACTIVATE_USER,
    REACTIVATE_USER,
    GRANT_PLATFORM_ADMIN,
    REVOKE_PLATFORM_ADMIN,
    RECORD_SIGN_IN,
)


class UserServiceClient:
    """Calls UserService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def get_me(self, request: GetMeRequest) -> GetMeResponse:
        """Tell the caller who they are, where they belong, and what they may do."""
        return await self._caller.call(GET_ME, request)

    async def list_tenant_users(self, request: ListTenantUsersRequest) -> ListTenantUsersResponse:
        """List a tenant's people, the last to sign in first. Members see nothing of each other's
        other tenants.
        """
        return await self._caller.call(LIST_TENANT_USERS, request)

    async def add_tenant_user(self, request: AddTenantUserRequest) -> AddTenantUserResponse:
        """Add a person to a tenant, or change their role there. They are known by email until they
        sign in.
        """
        return await self._caller.call(ADD_TENANT_USER, request)

    async def deactivate_user(self, request: DeactivateUserRequest) -> DeactivateUserResponse:
        """Deactivate a person: their tokens are refused within a second."""
        return await self._caller.call(DEACTIVATE_USER, request)

    async def reactivate_user(self, request: ReactivateUserRequest) -> ReactivateUserResponse:
        """Reactivate a deactivated person."""
        return await self._caller.call(REACTIVATE_USER, request)

    async def grant_platform_admin(
        self, request: GrantPlatformAdminRequest
    ) -> GrantPlatformAdminResponse:
        """Make a person platform admin."""
        return await self._caller.call(GRANT_PLATFORM_ADMIN, request)

    async def revoke_platform_admin(
        self, request: RevokePlatformAdminRequest
    ) -> RevokePlatformAdminResponse:
        """Take platform admin away, in effect within a second. The last one can't be removed."""
        return await self._caller.call(REVOKE_PLATFORM_ADMIN, request)

    async def record_sign_in(self, request: RecordSignInRequest) -> RecordSignInResponse:
        """Record that a verified token was seen: makes the person at first sight, links by
        verified email.
        """
        return await self._caller.call(RECORD_SIGN_IN, request)
