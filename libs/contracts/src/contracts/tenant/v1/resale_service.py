"""What partners have to do with tenants and people: the tenant service owns both.

Generated from proto-schemas/tenant/v1/resale_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Protocol

from pydantic import Field

from contracts.markers import NullRefused
from contracts.message import Message
from contracts.platform.v1.money import Money
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Number, Timestamp, Uuid
from contracts.tenant.v1.tenant import Tenant
from contracts.tenant.v1.user import User


class ListPartnerTenantsRequest(Message):
    """Whose tenants to list."""

    partner_slug: Annotated[
        str, Field(alias="partnerSlug", min_length=1, description="The partner's slug.")
    ]

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


class ListPartnerTenantsResponse(Message):
    """One page of a partner's tenants."""

    items: Annotated[list[Tenant], Field(description="The page, ordered by slug.")] = []

    next_cursor: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="nextCursor", description="Pass as cursor for the next page; absent on the last."
        ),
    ] = None


class AttachTenantRequest(Message):
    """Which tenant to attach to which partner."""

    partner_slug: Annotated[
        str, Field(alias="partnerSlug", min_length=1, description="The partner's slug.")
    ]

    tenant_slug: Annotated[
        str, Field(alias="tenantSlug", min_length=1, description="The tenant's slug.")
    ]


class AttachTenantResponse(Message):
    """The attached tenant."""

    tenant: Annotated[Tenant, Field(description="As stored.")]


class DetachTenantRequest(Message):
    """Which tenant to detach from which partner."""

    partner_slug: Annotated[
        str, Field(alias="partnerSlug", min_length=1, description="The partner's slug.")
    ]

    tenant_slug: Annotated[
        str, Field(alias="tenantSlug", min_length=1, description="The tenant's slug.")
    ]


class DetachTenantResponse(Message):
    """The detached tenant."""

    tenant: Annotated[Tenant, Field(description="As stored.")]


class ListPartnerRevenueRequest(Message):
    """Whose revenue, and when."""

    partner_slug: Annotated[
        str, Field(alias="partnerSlug", min_length=1, description="The partner's slug.")
    ]

    at: Annotated[Timestamp, Field(description="The moment to look at.")]

    after: Annotated[
        str | None,
        NullRefused(),
        Field(max_length=63, description="The tenant after which to go on."),
    ] = None


class TenantRevenue(Message):
    """What one tenant brought in a month."""

    tenant_slug: Annotated[str, Field(alias="tenantSlug", description="The tenant.")] = ""

    tenant_name: Annotated[
        str, Field(alias="tenantName", description="Its name, as it is now.")
    ] = ""

    revenue: Annotated[
        Money | None, NullRefused(), Field(description="How much; absent without a subscription.")
    ] = None


class ListPartnerRevenueResponse(Message):
    """Some of the partner's tenants at that moment."""

    items: Annotated[list[TenantRevenue], Field(description="By slug.")] = []

    next_after: Annotated[
        str | None,
        NullRefused(),
        Field(alias="nextAfter", description="Pass as after for more; absent at the end."),
    ] = None


class ListPartnerUsersRequest(Message):
    """Whose people to list."""

    partner_slug: Annotated[
        str, Field(alias="partnerSlug", min_length=1, description="The partner's slug.")
    ]

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


class ListPartnerUsersResponse(Message):
    """One page of people."""

    items: Annotated[list[User], Field(description="The page, by email.")] = []

    next_cursor: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="nextCursor", description="Pass as cursor for the next page; absent on the last."
        ),
    ] = None


class AddPartnerUserRequest(Message):
    """Whom to add."""

    partner_slug: Annotated[
        str, Field(alias="partnerSlug", min_length=1, description="The partner's slug.")
    ]

    email: Annotated[
        str,
        Field(max_length=254, pattern=r"^[^@ \t\r\n]+@[^@ \t\r\n]+$", description="Email address."),
    ]

    name: Annotated[
        str | None,
        NullRefused(),
        Field(max_length=200, description="Display name, until the person's own token tells it."),
    ] = None


class AddPartnerUserResponse(Message):
    """The added person."""

    user: Annotated[User, Field(description="As stored.")]


class RemovePartnerUserRequest(Message):
    """Whom to remove."""

    partner_slug: Annotated[
        str, Field(alias="partnerSlug", min_length=1, description="The partner's slug.")
    ]

    id: Annotated[Uuid, Field(description="The person's id.")]


class RemovePartnerUserResponse(Message):
    """The removed person."""

    user: Annotated[User, Field(description="As stored.")]


class ResaleService(Protocol):
    """Which tenants a partner resells to, and who works for a partner."""

    @abstractmethod
    async def list_partner_tenants(
        self, request: ListPartnerTenantsRequest
    ) -> ListPartnerTenantsResponse:
        """List a partner's tenants by slug."""
        ...

    @abstractmethod
    async def attach_tenant(self, request: AttachTenantRequest) -> AttachTenantResponse:
        """Attach a tenant to a partner. One that has another partner is a conflict."""
        ...

    @abstractmethod
    async def detach_tenant(self, request: DetachTenantRequest) -> DetachTenantResponse:
        """Detach a tenant from a partner. One that isn't attached stays as it is."""
        ...

    @abstractmethod
    async def list_partner_revenue(
        self, request: ListPartnerRevenueRequest
    ) -> ListPartnerRevenueResponse:
        """Say what each tenant that a partner had at some time brought in a month then."""
        ...

    @abstractmethod
    async def list_partner_users(
        self, request: ListPartnerUsersRequest
    ) -> ListPartnerUsersResponse:
        """List the people who work for a partner, by email."""
        ...

    @abstractmethod
    async def add_partner_user(self, request: AddPartnerUserRequest) -> AddPartnerUserResponse:
        """Let a person work for a partner. They are known by email until they sign in."""
        ...

    @abstractmethod
    async def remove_partner_user(
        self, request: RemovePartnerUserRequest
    ) -> RemovePartnerUserResponse:
        """Let a person work for a partner no longer, in effect within a second."""
        ...


LIST_PARTNER_TENANTS: Rpc[ListPartnerTenantsRequest, ListPartnerTenantsResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="ResaleService",
    name="list_partner_tenants",
    subject="rpc.tenant.v1.list_partner_tenants",
    request=ListPartnerTenantsRequest,
    reply=ListPartnerTenantsResponse,
    http=HttpRule(method="GET", path="/partners/{partner_slug}/tenants", body="", response_body=""),
    access=("operator", "partner"),
    audit=(),
    changes=False,
    summary="List a partner's tenants by slug.",
    description="List a partner's tenants by slug.",
    headers={},
)


ATTACH_TENANT: Rpc[AttachTenantRequest, AttachTenantResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="ResaleService",
    name="attach_tenant",
    subject="rpc.tenant.v1.attach_tenant",
    request=AttachTenantRequest,
    reply=AttachTenantResponse,
    http=HttpRule(
        method="PUT",
        path="/partners/{partner_slug}/tenants/{tenant_slug}",
        body="*",
        response_body="tenant",
    ),
    access=("operator",),
    audit=("tenant.updated",),
    changes=True,
    summary="Attach a tenant to a partner.",
    description="Attach a tenant to a partner. One that has another partner is a conflict.",
    headers={},
)


DETACH_TENANT: Rpc[DetachTenantRequest, DetachTenantResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="ResaleService",
    name="detach_tenant",
    subject="rpc.tenant.v1.detach_tenant",
    request=DetachTenantRequest,
    reply=DetachTenantResponse,
    http=HttpRule(
        method="DELETE",
        path="/partners/{partner_slug}/tenants/{tenant_slug}",
        body="",
        response_body="tenant",
    ),
    access=("operator",),
    audit=("tenant.updated",),
    changes=True,
    summary="Detach a tenant from a partner.",
    description="Detach a tenant from a partner. One that isn't attached stays as it is.",
    headers={},
)


LIST_PARTNER_REVENUE: Rpc[ListPartnerRevenueRequest, ListPartnerRevenueResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="ResaleService",
    name="list_partner_revenue",
    subject="rpc.tenant.v1.list_partner_revenue",
    request=ListPartnerRevenueRequest,
    reply=ListPartnerRevenueResponse,
    http=None,
    access=("internal",),
    audit=(),
    changes=False,
    summary="Say what each tenant that a partner had at some time brought in a month then.",
    description="Say what each tenant that a partner had at some time brought in a month then.",
    headers={},
)


LIST_PARTNER_USERS: Rpc[ListPartnerUsersRequest, ListPartnerUsersResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="ResaleService",
    name="list_partner_users",
    subject="rpc.tenant.v1.list_partner_users",
    request=ListPartnerUsersRequest,
    reply=ListPartnerUsersResponse,
    http=HttpRule(method="GET", path="/partners/{partner_slug}/users", body="", response_body=""),
    access=("operator", "partner"),
    audit=(),
    changes=False,
    summary="List the people who work for a partner, by email.",
    description="List the people who work for a partner, by email.",
    headers={},
)


ADD_PARTNER_USER: Rpc[AddPartnerUserRequest, AddPartnerUserResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="ResaleService",
    name="add_partner_user",
    subject="rpc.tenant.v1.add_partner_user",
    request=AddPartnerUserRequest,
    reply=AddPartnerUserResponse,
    http=HttpRule(
        method="POST", path="/partners/{partner_slug}/users", body="*", response_body="user"
    ),
    access=("operator",),
    audit=("user.partner_joined",),
    changes=True,
    summary="Let a person work for a partner.",
    description="Let a person work for a partner. They are known by email until they sign in.",
    headers={},
)


REMOVE_PARTNER_USER: Rpc[RemovePartnerUserRequest, RemovePartnerUserResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="ResaleService",
    name="remove_partner_user",
    subject="rpc.tenant.v1.remove_partner_user",
    request=RemovePartnerUserRequest,
    reply=RemovePartnerUserResponse,
    http=HttpRule(
        method="DELETE", path="/partners/{partner_slug}/users/{id}", body="", response_body="user"
    ),
    access=("operator",),
    audit=("user.partner_left",),
    changes=True,
    summary="Let a person work for a partner no longer, in effect within a second.",
    description="Let a person work for a partner no longer, in effect within a second.",
    headers={},
)


RESALE_SERVICE: tuple[AnyRpc, ...] = (
    LIST_PARTNER_TENANTS,
    ATTACH_TENANT,
    DETACH_TENANT,
    LIST_PARTNER_REVENUE,
    LIST_PARTNER_USERS,
    ADD_PARTNER_USER,
    REMOVE_PARTNER_USER,
)


class ResaleServiceClient:
    """Calls ResaleService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def list_partner_tenants(
        self, request: ListPartnerTenantsRequest
    ) -> ListPartnerTenantsResponse:
        """List a partner's tenants by slug."""
        return await self._caller.call(LIST_PARTNER_TENANTS, request)

    async def attach_tenant(self, request: AttachTenantRequest) -> AttachTenantResponse:
        """Attach a tenant to a partner. One that has another partner is a conflict."""
        return await self._caller.call(ATTACH_TENANT, request)

    async def detach_tenant(self, request: DetachTenantRequest) -> DetachTenantResponse:
        """Detach a tenant from a partner. One that isn't attached stays as it is."""
        return await self._caller.call(DETACH_TENANT, request)

    async def list_partner_revenue(
        self, request: ListPartnerRevenueRequest
    ) -> ListPartnerRevenueResponse:
        """Say what each tenant that a partner had at some time brought in a month then."""
        return await self._caller.call(LIST_PARTNER_REVENUE, request)

    async def list_partner_users(
        self, request: ListPartnerUsersRequest
    ) -> ListPartnerUsersResponse:
        """List the people who work for a partner, by email."""
        return await self._caller.call(LIST_PARTNER_USERS, request)

    async def add_partner_user(self, request: AddPartnerUserRequest) -> AddPartnerUserResponse:
        """Let a person work for a partner. They are known by email until they sign in."""
        return await self._caller.call(ADD_PARTNER_USER, request)

    async def remove_partner_user(
        self, request: RemovePartnerUserRequest
    ) -> RemovePartnerUserResponse:
        """Let a person work for a partner no longer, in effect within a second."""
        return await self._caller.call(REMOVE_PARTNER_USER, request)
