"""Whom a failure hits.

Generated from proto-schemas/health/v1/tenant_health_service.proto by generate.py: edits are
lost.
"""

from abc import abstractmethod
from typing import Annotated, Literal, Protocol

from pydantic import Field

from contracts.health.v1.health_service import PublicIncident
from contracts.markers import NullRefused
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Boolean, Int32, Number


class ListTenantHealthRequest(Message):
    """Which tenants to show."""

    status: Annotated[
        Literal["ok", "warn", "bad", "unknown"] | None,
        NullRefused(),
        Field(description="Only those served like this."),
    ] = None

    tenant_slug: Annotated[
        str | None,
        NullRefused(),
        Field(alias="tenantSlug", max_length=63, description="Only this tenant."),
    ] = None

    limit: Annotated[
        int | None,
        NullRefused(),
        Field(ge=1, le=500, description="At most so many; 50 when left out."),
        Number,
    ] = None

    cursor: Annotated[
        str | None, NullRefused(), Field(max_length=500, description="Where the page before ended.")
    ] = None


class AffectedService(Message):
    """What fails of that which a tenant wants."""

    id: Annotated[str, Field(description="The target's id.")] = ""

    name: Annotated[str, Field(description="Display name.")] = ""

    status: Annotated[str, Field(description="What the probes found.")] = ""

    integration: Annotated[str, Field(description="The integration it belongs to.")] = ""

    affected_by: Annotated[
        str,
        Field(
            alias="affectedBy",
            description=(
                "The name of the failing target that makes this one fail; empty when it fails "
                "by itself."
            ),
        ),
    ] = ""

    in_maintenance: Annotated[
        Boolean, Field(alias="inMaintenance", description="A maintenance window covers it now.")
    ] = False


class TenantHealth(Message):
    """How well one tenant is served."""

    slug: Annotated[str, Field(description="The tenant's slug.")] = ""

    name: Annotated[str, Field(description="Display name.")] = ""

    partner_slug: Annotated[
        str, Field(alias="partnerSlug", description="Its partner, when it has one.")
    ] = ""

    status: Annotated[
        Literal["ok", "warn", "bad", "unknown"],
        Field(
            description=(
                "The worst of what belongs to the integrations that it wants; unknown when "
                "nothing is probed."
            )
        ),
    ]

    summary: Annotated[str, Field(description="In words: 3 / 4 services live.")] = ""

    integrations: Annotated[list[str], Field(description="Integrations that it wants.")] = []

    affected: Annotated[
        list[AffectedService], Field(description="What doesn't answer as it should, by name.")
    ] = []

    incidents: Annotated[
        list[PublicIncident], Field(description="Open incidents that hit it, the newest first.")
    ] = []


class TenantHealthCounts(Message):
    """How many tenants are served how."""

    ok: Annotated[Int32, Field(description="As they should be.")] = 0

    warn: Annotated[Int32, Field(description="Slowly.")] = 0

    bad: Annotated[Int32, Field(description="Not by everything.")] = 0

    unknown: Annotated[Int32, Field(description="Nobody knows.")] = 0


class ListTenantHealthResponse(Message):
    """One page of tenants."""

    items: Annotated[list[TenantHealth], Field(description="By slug.")] = []

    next_cursor: Annotated[
        str | None,
        NullRefused(),
        Field(alias="nextCursor", description="For the page behind; absent on the last."),
    ] = None

    counts: Annotated[
        TenantHealthCounts,
        Field(description="Of all that the caller may see, whichever are listed."),
    ]


class TenantHealthService(Protocol):
    """The platform as each tenant meets it."""

    @abstractmethod
    async def list_tenant_health(
        self, request: ListTenantHealthRequest
    ) -> ListTenantHealthResponse:
        """Show how well the tenants are served whom the caller may see: a partner's are its own."""
        ...


LIST_TENANT_HEALTH: Rpc[ListTenantHealthRequest, ListTenantHealthResponse] = Rpc(
    service="health",
    version="v1",
    interface="TenantHealthService",
    name="list_tenant_health",
    subject="rpc.health.v1.list_tenant_health",
    request=ListTenantHealthRequest,
    reply=ListTenantHealthResponse,
    http=HttpRule(method="GET", path="/health/tenants", body="", response_body=""),
    access=("operator", "partner", "tenant_member"),
    audit=(),
    changes=False,
    summary=(
        "Show how well the tenants are served whom the caller may see: a partner's are its own."
    ),
    description=(
        "Show how well the tenants are served whom the caller may see: a partner's are its own."
    ),
    headers={},
)


TENANT_HEALTH_SERVICE: tuple[AnyRpc, ...] = (LIST_TENANT_HEALTH,)


class TenantHealthServiceClient:
    """Calls TenantHealthService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def list_tenant_health(
        self, request: ListTenantHealthRequest
    ) -> ListTenantHealthResponse:
        """Show how well the tenants are served whom the caller may see: a partner's are its own."""
        return await self._caller.call(LIST_TENANT_HEALTH, request)
