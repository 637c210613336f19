"""Commands and queries about the systems that tenants are provisioned in.

Generated from proto-schemas/tenant/v1/integration_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Literal, Protocol

from pydantic import Field

from contracts.markers import NullRefused
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Boolean, Timestamp


class Integration(Message):
    """A system that tenants can be provisioned in."""

    integration: Annotated[str, Field(min_length=1, description="authentik, stalwart or ocis.")]

    paused: Annotated[Boolean, Field(description="Left alone, for all tenants.")] = False

    paused_reason: Annotated[str, Field(alias="pausedReason", description="Why it was paused.")] = (
        ""
    )

    paused_at: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(alias="pausedAt", description="Since when; absent when it isn't paused."),
    ] = None

    circuit_open: Annotated[
        Boolean,
        Field(
            alias="circuitOpen",
            description="Whether the answering instance leaves it alone after failures in a row.",
        ),
    ] = False

    configured: Annotated[
        Boolean, Field(description="Whether it has an address: tenants are provisioned there.")
    ] = False


class ListIntegrationsRequest(Message):
    """Nothing to say: all of them."""


class ListIntegrationsResponse(Message):
    """The systems."""

    items: Annotated[list[Integration], Field(description="By name.")] = []


class PauseIntegrationRequest(Message):
    """Which system to leave alone."""

    integration: Annotated[Literal["authentik", "stalwart", "ocis"], Field(description="Its name.")]

    reason: Annotated[
        str,
        Field(
            min_length=1, max_length=500, description="Why; shown, and kept on the audit timeline."
        ),
    ]


class PauseIntegrationResponse(Message):
    """The system after it."""

    integration: Annotated[Integration, Field(description="As it is now.")]


class UnpauseIntegrationRequest(Message):
    """Which system to work with again."""

    integration: Annotated[Literal["authentik", "stalwart", "ocis"], Field(description="Its name.")]


class UnpauseIntegrationResponse(Message):
    """The system after it."""

    integration: Annotated[Integration, Field(description="As it is now.")]


class IntegrationService(Protocol):
    """Systems as a whole, whichever tenant it is about."""

    @abstractmethod
    async def list_integrations(self, request: ListIntegrationsRequest) -> ListIntegrationsResponse:
        """List the systems that tenants can be provisioned in."""
        ...

    @abstractmethod
    async def pause_integration(self, request: PauseIntegrationRequest) -> PauseIntegrationResponse:
        """Leave a system alone, for all tenants."""
        ...

    @abstractmethod
    async def unpause_integration(
        self, request: UnpauseIntegrationRequest
    ) -> UnpauseIntegrationResponse:
        """End a system's pause; what has changed meanwhile is made up for."""
        ...


LIST_INTEGRATIONS: Rpc[ListIntegrationsRequest, ListIntegrationsResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="IntegrationService",
    name="list_integrations",
    subject="rpc.tenant.v1.list_integrations",
    request=ListIntegrationsRequest,
    reply=ListIntegrationsResponse,
    http=HttpRule(method="GET", path="/integrations", body="", response_body=""),
    access=("operator",),
    audit=(),
    changes=False,
    summary="List the systems that tenants can be provisioned in.",
    description="List the systems that tenants can be provisioned in.",
    headers={},
)


PAUSE_INTEGRATION: Rpc[PauseIntegrationRequest, PauseIntegrationResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="IntegrationService",
    name="pause_integration",
    subject="rpc.tenant.v1.pause_integration",
    request=PauseIntegrationRequest,
    reply=PauseIntegrationResponse,
    http=HttpRule(
        method="POST",
        path="/integrations/{integration}/pause",
        body="*",
        response_body="integration",
    ),
    access=("operator",),
    audit=("integration.paused",),
    changes=True,
    summary="Leave a system alone, for all tenants.",
    description="Leave a system alone, for all tenants.",
    headers={},
)


UNPAUSE_INTEGRATION: Rpc[UnpauseIntegrationRequest, UnpauseIntegrationResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="IntegrationService",
    name="unpause_integration",
    subject="rpc.tenant.v1.unpause_integration",
    request=UnpauseIntegrationRequest,
    reply=UnpauseIntegrationResponse,
    http=HttpRule(
        method="POST",
        path="/integrations/{integration}/unpause",
        body="*",
        response_body="integration",
    ),
    access=("operator",),
    audit=("integration.unpaused",),
    changes=True,
    summary="End a system's pause; what has changed meanwhile is made up for.",
    description="End a system's pause; what has changed meanwhile is made up for.",
    headers={},
)


INTEGRATION_SERVICE: tuple[AnyRpc, ...] = (
    LIST_INTEGRATIONS,
    PAUSE_INTEGRATION,
    UNPAUSE_INTEGRATION,
)


class IntegrationServiceClient:
    """Calls IntegrationService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def list_integrations(self, request: ListIntegrationsRequest) -> ListIntegrationsResponse:
        """List the systems that tenants can be provisioned in."""
        return await self._caller.call(LIST_INTEGRATIONS, request)

    async def pause_integration(self, request: PauseIntegrationRequest) -> PauseIntegrationResponse:
        """Leave a system alone, for all tenants."""
        return await self._caller.call(PAUSE_INTEGRATION, request)

    async def unpause_integration(
        self, request: UnpauseIntegrationRequest
    ) -> UnpauseIntegrationResponse:
        """End a system's pause; what has changed meanwhile is made up for."""
        return await self._caller.call(UNPAUSE_INTEGRATION, request)
