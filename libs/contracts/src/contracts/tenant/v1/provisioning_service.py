"""Commands and queries about how other systems follow the tenants.

Generated from proto-schemas/tenant/v1/provisioning_service.proto by generate.py: edits are
lost.
"""

from abc import abstractmethod
from typing import Annotated, Literal, Protocol

from pydantic import Field

from contracts.markers import NullRefused
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Boolean, Int32, Key, Number
from contracts.tenant.v1.provisioning import PlannedStep, Provisioning


class GetProvisioningRequest(Message):
    """Whose state to read."""

    slug: Annotated[str, Field(min_length=1, description="The tenant's slug.")]

    generation: Annotated[
        int | None,
        NullRefused(),
        Field(
            ge=1,
            le=2147483647,
            description="Answer once this generation was observed, or the wait is over.",
        ),
        Number,
    ] = None

    wait_seconds: Annotated[
        int | None,
        NullRefused(),
        Field(
            alias="waitSeconds",
            ge=0,
            le=20,
            description="How long to wait for it; 10 when left out.",
        ),
        Number,
    ] = None


class GetProvisioningResponse(Message):
    """The state."""

    provisioning: Annotated[Provisioning, Field(description="As it is now.")]


class ReconcileTenantRequest(Message):
    """Whom to reconcile."""

    slug: Annotated[str, Field(min_length=1, description="The tenant's slug.")]

    dry_run: Annotated[
        Boolean | None,
        NullRefused(),
        Field(alias="dryRun", description="Only say what would be done."),
    ] = None

    wait_seconds: Annotated[
        int | None,
        NullRefused(),
        Field(
            alias="waitSeconds",
            ge=0,
            le=20,
            description="Answer once it is done, or this wait is over; at once when left out.",
        ),
        Number,
    ] = None


class ReconcileTenantResponse(Message):
    """The acknowledgement, or the plan."""

    generation: Annotated[
        Int32, Field(description="It is done when this generation was observed; 0 for a dry run.")
    ] = 0

    done: Annotated[Boolean, Field(description="Whether it is.")] = False

    steps: Annotated[
        list[PlannedStep], Field(description="What a dry run would do, in order; empty otherwise.")
    ] = []

    provisioning: Annotated[Provisioning, Field(description="How the systems stand now.")]

    failures: Annotated[
        dict[Key, str], Field(description="Systems that a dry run couldn't ask, and why.")
    ] = {}


class PauseProvisioningRequest(Message):
    """What to leave alone."""

    slug: Annotated[str, Field(min_length=1, description="The tenant's slug.")]

    integration: Annotated[
        Literal["authentik", "stalwart", "ocis"] | None,
        NullRefused(),
        Field(description="Which system; all of them when left out."),
    ] = None

    reason: Annotated[
        str | None,
        NullRefused(),
        Field(max_length=500, description="Why; kept on the audit timeline."),
    ] = None


class PauseProvisioningResponse(Message):
    """The state after it."""

    provisioning: Annotated[Provisioning, Field(description="As it is now.")]


class UnpauseProvisioningRequest(Message):
    """What to work on again."""

    slug: Annotated[str, Field(min_length=1, description="The tenant's slug.")]

    integration: Annotated[
        Literal["authentik", "stalwart", "ocis"] | None,
        NullRefused(),
        Field(description="Which system; all of them when left out."),
    ] = None


class UnpauseProvisioningResponse(Message):
    """The state after it."""

    provisioning: Annotated[Provisioning, Field(description="As it is now.")]


class ProvisioningService(Protocol):
    """Reconciliation: what it found, when it works, and when it rests."""

    @abstractmethod
    async def get_provisioning(self, request: GetProvisioningRequest) -> GetProvisioningResponse:
        """Say how all systems stand with a tenant; if asked, once a generation was observed."""
        ...

    @abstractmethod
    async def reconcile_tenant(self, request: ReconcileTenantRequest) -> ReconcileTenantResponse:
        """Compare and repair now. The answer is an acknowledgement: it is done when the observed
        generation has reached the one it names. A dry run answers with the plan and touches
        nothing.
        """
        ...

    @abstractmethod
    async def pause_provisioning(
        self, request: PauseProvisioningRequest
    ) -> PauseProvisioningResponse:
        """Leave one system, or all of them, alone for this tenant. What is paused stays paused."""
        ...

    @abstractmethod
    async def unpause_provisioning(
        self, request: UnpauseProvisioningRequest
    ) -> UnpauseProvisioningResponse:
        """End a tenant's pauses, or that of one system, and reconcile."""
        ...


GET_PROVISIONING: Rpc[GetProvisioningRequest, GetProvisioningResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="ProvisioningService",
    name="get_provisioning",
    subject="rpc.tenant.v1.get_provisioning",
    request=GetProvisioningRequest,
    reply=GetProvisioningResponse,
    http=HttpRule(
        method="GET", path="/tenants/{slug}/provisioning", body="", response_body="provisioning"
    ),
    access=("operator", "partner", "tenant_admin"),
    audit=(),
    changes=False,
    summary=("Say how all systems stand with a tenant; if asked, once a generation was observed."),
    description=(
        "Say how all systems stand with a tenant; if asked, once a generation was observed."
    ),
    headers={},
)


RECONCILE_TENANT: Rpc[ReconcileTenantRequest, ReconcileTenantResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="ProvisioningService",
    name="reconcile_tenant",
    subject="rpc.tenant.v1.reconcile_tenant",
    request=ReconcileTenantRequest,
    reply=ReconcileTenantResponse,
    http=HttpRule(method="POST", path="/tenants/{slug}/reconcile", body="", response_body=""),
    access=("operator", "tenant_admin"),
    audit=("tenant.reconcile_requested",),
    changes=True,
    summary="Compare and repair now.",
    description=(
        "Compare and repair now. The answer is an acknowledgement: it is done when the "
        "observed generation has reached the one it names. A dry run answers with the "
        "plan and touches nothing."
    ),
    headers={},
)


PAUSE_PROVISIONING: Rpc[PauseProvisioningRequest, PauseProvisioningResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="ProvisioningService",
    name="pause_provisioning",
    subject="rpc.tenant.v1.pause_provisioning",
    request=PauseProvisioningRequest,
    reply=PauseProvisioningResponse,
    http=HttpRule(
        method="POST",
        path="/tenants/{slug}/provisioning/pause",
        body="*",
        response_body="provisioning",
    ),
    access=("operator",),
    audit=("provisioning.paused",),
    changes=True,
    summary="Leave one system, or all of them, alone for this tenant.",
    description=(
        "Leave one system, or all of them, alone for this tenant. What is paused stays paused."
    ),
    headers={},
)


UNPAUSE_PROVISIONING: Rpc[UnpauseProvisioningRequest, UnpauseProvisioningResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="ProvisioningService",
    name="unpause_provisioning",
    subject="rpc.tenant.v1.unpause_provisioning",
    request=UnpauseProvisioningRequest,
    reply=UnpauseProvisioningResponse,
    http=HttpRule(
        method="POST",
        path="/tenants/{slug}/provisioning/unpause",
        body="*",
        response_body="provisioning",
    ),
    access=("operator",),
    audit=("provisioning.unpaused",),
    changes=True,
    summary="End a tenant's pauses, or that of one system, and reconcile.",
    description="End a tenant's pauses, or that of one system, and reconcile.",
    headers={},
)


PROVISIONING_SERVICE: tuple[AnyRpc, ...] = (
    GET_PROVISIONING,
    RECONCILE_TENANT,
    PAUSE_PROVISIONING,
    UNPAUSE_PROVISIONING,
)


class ProvisioningServiceClient:
    """Calls ProvisioningService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def get_provisioning(self, request: GetProvisioningRequest) -> GetProvisioningResponse:
        """Say how all systems stand with a tenant; if asked, once a generation was observed."""
        return await self._caller.call(GET_PROVISIONING, request)

    async def reconcile_tenant(self, request: ReconcileTenantRequest) -> ReconcileTenantResponse:
        """Compare and repair now. The answer is an acknowledgement: it is done when the observed
        generation has reached the one it names. A dry run answers with the plan and touches
        nothing.
        """
        return await self._caller.call(RECONCILE_TENANT, request)

    async def pause_provisioning(
        self, request: PauseProvisioningRequest
    ) -> PauseProvisioningResponse:
        """Leave one system, or all of them, alone for this tenant. What is paused stays paused."""
        return await self._caller.call(PAUSE_PROVISIONING, request)

    async def unpause_provisioning(
        self, request: UnpauseProvisioningRequest
    ) -> UnpauseProvisioningResponse:
        """End a tenant's pauses, or that of one system, and reconcile."""
        return await self._caller.call(UNPAUSE_PROVISIONING, request)
