"""Commands and queries about tenants.

Generated from proto-schemas/tenant/v1/tenant_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Literal, Protocol

from pydantic import Field

from contracts.markers import NullRefused, Unique
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Boolean, Int32, Key, Number
from contracts.tenant.v1.tenant import BillingAddress, Contact, Quotas, Tenant


class CreateTenantRequest(Message):
    """What a new tenant needs."""

    slug: Annotated[
        str,
        Field(
            pattern="^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
            description=(
                "Short name: a DNS label of 1 to 63 lower-case letters, digits and inner hyphens."
            ),
        ),
    ]

    name: Annotated[str, Field(min_length=1, max_length=200, description="Display name.")]

    plan: Annotated[
        Literal["starter", "business", "enterprise"] | None,
        NullRefused(),
        Field(description="Commercial plan; starter when left out."),
    ] = None

    domains: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=253)]],
        Field(max_length=100, description="Mail and sign-in domains."),
    ] = []

    partner_slug: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="partnerSlug",
            pattern="^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
            description="The partner that resells to this tenant.",
        ),
    ] = None

    contact: Annotated[Contact | None, NullRefused(), Field(description="Whom to ask.")] = None

    billing_address: Annotated[
        BillingAddress | None,
        NullRefused(),
        Field(alias="billingAddress", description="Where bills go."),
    ] = None

    quota_overrides: Annotated[
        Quotas | None,
        NullRefused(),
        Field(alias="quotaOverrides", description="What was agreed otherwise than the plan says."),
    ] = None

    integrations: Annotated[
        list[Literal["authentik", "stalwart", "ocis"]],
        Field(
            description="The systems that the tenant is to have; those of the settings when left out."
        ),
        Unique(),
    ] = []


class CreateTenantResponse(Message):
    """The created tenant."""

    tenant: Annotated[Tenant, Field(description="As stored.")]


class GetTenantRequest(Message):
    """Which tenant to read."""

    slug: Annotated[str, Field(min_length=1, description="Its slug.")]


class GetTenantResponse(Message):
    """The tenant asked for."""

    tenant: Annotated[Tenant, Field(description="As stored.")]


class ListTenantsRequest(Message):
    """Which tenants to list."""

    status: Annotated[
        Literal["pending", "active", "suspended", "deleted"] | None,
        NullRefused(),
        Field(description="Only tenants in this status; all but deleted ones when left out."),
    ] = None

    q: Annotated[
        str | None,
        NullRefused(),
        Field(
            max_length=200,
            description=(
                "Only tenants whose slug, name or domain contains these words (by their "
                "beginnings)."
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

    plan: Annotated[
        Literal["starter", "business", "enterprise"] | None,
        NullRefused(),
        Field(description="Only tenants with this plan."),
    ] = None

    partner: Annotated[
        str | None,
        NullRefused(),
        Field(
            max_length=63, description="Only tenants of this partner; none for those sold directly."
        ),
    ] = None

    sort: Annotated[
        Literal[
            "slug",
            "+slug",
            "-slug",
            "name",
            "+name",
            "-name",
            "createdAt",
            "+createdAt",
            "-createdAt",
            "updatedAt",
            "+updatedAt",
            "-updatedAt",
        ]
        | None,
        NullRefused(),
        Field(
            description="By what to sort, with - from the last to the first; slug when left out."
        ),
    ] = None

    provisioning: Annotated[
        Literal[
            "none", "progressing", "ready", "suspended", "failing", "drifted", "paused", "torn_down"
        ]
        | None,
        NullRefused(),
        Field(description="Only tenants with which other systems stand so."),
    ] = None


class ListTenantsResponse(Message):
    """One page of tenants."""

    items: Annotated[list[Tenant], Field(description="The page, in the order asked for.")] = []

    next_cursor: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="nextCursor", description="Pass as cursor for the next page; absent on the last."
        ),
    ] = None

    counts: Annotated[
        dict[Key, Int32],
        Field(
            description=(
                "Tenants per status for the same other filters, whatever the status filter says."
            )
        ),
    ] = {}


class UpdateTenantRequest(Message):
    """What to change. Absent fields stay as they are."""

    slug: Annotated[str, Field(min_length=1, description="Its slug.")]

    version: Annotated[
        int, Field(ge=1, le=2147483647, description="The version the change is based on."), Number
    ]

    name: Annotated[
        str | None,
        NullRefused(),
        Field(min_length=1, max_length=200, description="New display name."),
    ] = None

    plan: Annotated[
        Literal["starter", "business", "enterprise"] | None,
        NullRefused(),
        Field(description="New plan."),
    ] = None

    domains: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=253)]],
        Field(
            max_length=100,
            description="New domains, replacing the old ones; left out, the old ones stay.",
        ),
    ] = []

    partner_slug: Annotated[
        str | None,
        Field(
            alias="partnerSlug",
            pattern="^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
            description="New partner; null detaches.",
        ),
    ] = None

    deletion_protection: Annotated[
        Boolean | None,
        NullRefused(),
        Field(
            alias="deletionProtection",
            description="Whether deletion is refused; may change while the tenant is deleted.",
        ),
    ] = None

    legal_hold: Annotated[
        Boolean | None,
        NullRefused(),
        Field(
            alias="legalHold",
            description="Whether purging is refused; may change while the tenant is deleted.",
        ),
    ] = None

    contact: Annotated[Contact | None, Field(description="New contact; null clears.")] = None

    billing_address: Annotated[
        BillingAddress | None,
        Field(alias="billingAddress", description="New billing address; null clears."),
    ] = None

    quota_overrides: Annotated[
        Quotas | None,
        Field(
            alias="quotaOverrides",
            description="New overrides of the plan, replacing the old ones; null clears.",
        ),
    ] = None

    integrations: Annotated[
        list[Literal["authentik", "stalwart", "ocis"]],
        Field(description="New systems, replacing the old ones; left out, the old ones stay."),
        Unique(),
    ] = []


class UpdateTenantResponse(Message):
    """The changed tenant."""

    tenant: Annotated[Tenant, Field(description="As stored.")]


class SuspendTenantRequest(Message):
    """Which tenant to suspend and why."""

    slug: Annotated[str, Field(min_length=1, description="Its slug.")]

    reason: Annotated[
        str,
        Field(
            min_length=1,
            max_length=500,
            description="Why; shown with the tenant and kept on the audit timeline.",
        ),
    ]


class SuspendTenantResponse(Message):
    """The suspended tenant."""

    tenant: Annotated[Tenant, Field(description="As stored.")]


class ResumeTenantRequest(Message):
    """Which tenant to resume."""

    slug: Annotated[str, Field(min_length=1, description="Its slug.")]


class ResumeTenantResponse(Message):
    """The resumed tenant."""

    tenant: Annotated[Tenant, Field(description="As stored.")]


class DeleteTenantRequest(Message):
    """Which tenant to delete and why."""

    slug: Annotated[str, Field(min_length=1, description="Its slug.")]

    reason: Annotated[
        str | None,
        NullRefused(),
        Field(max_length=500, description="Why; kept on the audit timeline."),
    ] = None


class DeleteTenantResponse(Message):
    """The deleted tenant."""

    tenant: Annotated[Tenant, Field(description="As stored.")]


class RestoreTenantRequest(Message):
    """Which tenant to restore."""

    slug: Annotated[str, Field(min_length=1, description="Its slug.")]


class RestoreTenantResponse(Message):
    """The restored tenant."""

    tenant: Annotated[Tenant, Field(description="As stored.")]


class TenantService(Protocol):
    """Tenants from creation to deletion."""

    @abstractmethod
    async def create_tenant(self, request: CreateTenantRequest) -> CreateTenantResponse:
        """Create a tenant. A taken slug or domain is a conflict. Who creates one in the portal
        becomes its owner, and says neither plan nor partner, quotas or systems.
        """
        ...

    @abstractmethod
    async def get_tenant(self, request: GetTenantRequest) -> GetTenantResponse:
        """Read one tenant."""
        ...

    @abstractmethod
    async def list_tenants(self, request: ListTenantsRequest) -> ListTenantsResponse:
        """List tenants, those the caller may see."""
        ...

    @abstractmethod
    async def update_tenant(self, request: UpdateTenantRequest) -> UpdateTenantResponse:
        """Change a tenant. Absent fields stay, null clears where it may. A tenant's own admins
        change its name, contact and billing address.
        """
        ...

    @abstractmethod
    async def suspend_tenant(self, request: SuspendTenantRequest) -> SuspendTenantResponse:
        """Suspend a tenant. Suspending twice keeps the first reason."""
        ...

    @abstractmethod
    async def resume_tenant(self, request: ResumeTenantRequest) -> ResumeTenantResponse:
        """Resume a suspended tenant. Resuming an active one changes nothing."""
        ...

    @abstractmethod
    async def delete_tenant(self, request: DeleteTenantRequest) -> DeleteTenantResponse:
        """Delete a tenant softly: it stays readable for operators and its slug stays taken."""
        ...

    @abstractmethod
    async def restore_tenant(self, request: RestoreTenantRequest) -> RestoreTenantResponse:
        """Restore a deleted tenant to the status that it was deleted from, as long as it isn't
        purged.
        """
        ...


CREATE_TENANT: Rpc[CreateTenantRequest, CreateTenantResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="TenantService",
    name="create_tenant",
    subject="rpc.tenant.v1.create_tenant",
    request=CreateTenantRequest,
    reply=CreateTenantResponse,
    http=HttpRule(method="POST", path="/tenants", body="*", response_body="tenant"),
    access=("operator", "portal"),
    audit=("tenant.created",),
    changes=True,
    summary="Create a tenant.",
    description=(
        "Create a tenant. A taken slug or domain is a conflict. Who creates one in the "
        "portal becomes its owner, and says neither plan nor partner, quotas or "
        "systems."
    ),
    headers={},
)


GET_TENANT: Rpc[GetTenantRequest, GetTenantResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="TenantService",
    name="get_tenant",
    subject="rpc.tenant.v1.get_tenant",
    request=GetTenantRequest,
    reply=GetTenantResponse,
    http=HttpRule(method="GET", path="/tenants/{slug}", body="", response_body="tenant"),
    access=("operator", "partner", "tenant_member", "api_key:tenants:read"),
    audit=(),
    changes=False,
    summary="Read one tenant.",
    description="Read one tenant.",
    headers={},
)


LIST_TENANTS: Rpc[ListTenantsRequest, ListTenantsResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="TenantService",
    name="list_tenants",
    subject="rpc.tenant.v1.list_tenants",
    request=ListTenantsRequest,
    reply=ListTenantsResponse,
    http=HttpRule(method="GET", path="/tenants", body="", response_body=""),
    access=("operator", "partner", "tenant_member", "api_key:tenants:read"),
    audit=(),
    changes=False,
    summary="List tenants, those the caller may see.",
    description="List tenants, those the caller may see.",
    headers={},
)


UPDATE_TENANT: Rpc[UpdateTenantRequest, UpdateTenantResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="TenantService",
    name="update_tenant",
    subject="rpc.tenant.v1.update_tenant",
    request=UpdateTenantRequest,
    reply=UpdateTenantResponse,
    http=HttpRule(method="PATCH", path="/tenants/{slug}", body="*", response_body="tenant"),
    access=("operator", "tenant_admin"),
    audit=("tenant.updated",),
    changes=True,
    summary="Change a tenant.",
    description=(
        "Change a tenant. Absent fields stay, null clears where it may. A tenant's own "
        "admins change its name, contact and billing address."
    ),
    headers={"version": "If-Match"},
)


SUSPEND_TENANT: Rpc[SuspendTenantRequest, SuspendTenantResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="TenantService",
    name="suspend_tenant",
    subject="rpc.tenant.v1.suspend_tenant",
    request=SuspendTenantRequest,
    reply=SuspendTenantResponse,
    http=HttpRule(method="POST", path="/tenants/{slug}/suspend", body="*", response_body="tenant"),
    access=("operator",),
    audit=("tenant.suspended",),
    changes=True,
    summary="Suspend a tenant.",
    description="Suspend a tenant. Suspending twice keeps the first reason.",
    headers={},
)


RESUME_TENANT: Rpc[ResumeTenantRequest, ResumeTenantResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="TenantService",
    name="resume_tenant",
    subject="rpc.tenant.v1.resume_tenant",
    request=ResumeTenantRequest,
    reply=ResumeTenantResponse,
    http=HttpRule(method="POST", path="/tenants/{slug}/resume", body="*", response_body="tenant"),
    access=("operator",),
    audit=("tenant.resumed",),
    changes=True,
    summary="Resume a suspended tenant.",
    description="Resume a suspended tenant. Resuming an active one changes nothing.",
    headers={},
)


DELETE_TENANT: Rpc[DeleteTenantRequest, DeleteTenantResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="TenantService",
    name="delete_tenant",
    subject="rpc.tenant.v1.delete_tenant",
    request=DeleteTenantRequest,
    reply=DeleteTenantResponse,
    http=HttpRule(method="DELETE", path="/tenants/{slug}", body="", response_body="tenant"),
    access=("operator",),
    audit=("tenant.deleted",),
    changes=True,
    summary=("Delete a tenant softly: it stays readable for operators and its slug stays taken."),
    description=(
        "Delete a tenant softly: it stays readable for operators and its slug stays taken."
    ),
    headers={},
)


RESTORE_TENANT: Rpc[RestoreTenantRequest, RestoreTenantResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="TenantService",
    name="restore_tenant",
    subject="rpc.tenant.v1.restore_tenant",
    request=RestoreTenantRequest,
    reply=RestoreTenantResponse,
    http=HttpRule(method="POST", path="/tenants/{slug}/restore", body="*", response_body="tenant"),
    access=("operator",),
    audit=("tenant.restored",),
    changes=True,
    summary=(
        "Restore a deleted tenant to the status that it was deleted from, as long as it "
        "isn't purged."
    ),
    description=(
        "Restore a deleted tenant to the status that it was deleted from, as long as it "
        "isn't purged."
    ),
    headers={},
)


TENANT_SERVICE: tuple[AnyRpc, ...] = (
    CREATE_TENANT,
    GET_TENANT,
    LIST_TENANTS,
    UPDATE_TENANT,
    SUSPEND_TENANT,
    RESUME_TENANT,
    DELETE_TENANT,
    RESTORE_TENANT,
)


class TenantServiceClient:
    """Calls TenantService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def create_tenant(self, request: CreateTenantRequest) -> CreateTenantResponse:
        """Create a tenant. A taken slug or domain is a conflict. Who creates one in the portal
        becomes its owner, and says neither plan nor partner, quotas or systems.
        """
        return await self._caller.call(CREATE_TENANT, request)

    async def get_tenant(self, request: GetTenantRequest) -> GetTenantResponse:
        """Read one tenant."""
        return await self._caller.call(GET_TENANT, request)

    async def list_tenants(self, request: ListTenantsRequest) -> ListTenantsResponse:
        """List tenants, those the caller may see."""
        return await self._caller.call(LIST_TENANTS, request)

    async def update_tenant(self, request: UpdateTenantRequest) -> UpdateTenantResponse:
        """Change a tenant. Absent fields stay, null clears where it may. A tenant's own admins
        change its name, contact and billing address.
        """
        return await self._caller.call(UPDATE_TENANT, request)

    async def suspend_tenant(self, request: SuspendTenantRequest) -> SuspendTenantResponse:
        """Suspend a tenant. Suspending twice keeps the first reason."""
        return await self._caller.call(SUSPEND_TENANT, request)

    async def resume_tenant(self, request: ResumeTenantRequest) -> ResumeTenantResponse:
        """Resume a suspended tenant. Resuming an active one changes nothing."""
        return await self._caller.call(RESUME_TENANT, request)

    async def delete_tenant(self, request: DeleteTenantRequest) -> DeleteTenantResponse:
        """Delete a tenant softly: it stays readable for operators and its slug stays taken."""
        return await self._caller.call(DELETE_TENANT, request)

    async def restore_tenant(self, request: RestoreTenantRequest) -> RestoreTenantResponse:
        """Restore a deleted tenant to the status that it was deleted from, as long as it isn't
        purged.
        """
        return await self._caller.call(RESTORE_TENANT, request)
