"""How long entries stay in the database before they go to the archive (ADR 0088).

Generated from proto-schemas/audit/v1/retention_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Protocol

from pydantic import Field

from contracts.markers import NullRefused
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Boolean, Int32, Integer, Number, Timestamp


class RetentionRule(Message):
    """For how long entries of one kind stay."""

    action: Annotated[
        str,
        Field(
            max_length=200,
            pattern=r"^(\*|[a-z0-9_]+(\.[a-z0-9_]+)*(\.\*)?)$",
            description=(
                "An action, its beginning (mail.*), or * for all; the narrowest that names an "
                "entry counts."
            ),
        ),
    ]

    days: Annotated[
        int,
        Field(ge=1, le=36500, description="Days; entries that no rule names stay for ever."),
        Number,
    ]


class Retention(Message):
    """For how long a tenant's entries stay."""

    tenant_slug: Annotated[
        str, Field(alias="tenantSlug", description="The tenant; empty for everything else.")
    ] = ""

    rules: Annotated[list[RetentionRule], Field(description="The rules, by action.")] = []

    held: Annotated[
        Boolean,
        Field(description="Whether the tenant is under legal hold: then nothing of it goes."),
    ] = False


class GetRetentionRequest(Message):
    """Nothing to choose."""


class GetRetentionResponse(Message):
    """Rules and progress."""

    items: Annotated[
        list[Retention],
        Field(description="The default, then tenants with rules of their own, by slug."),
    ] = []

    files: Annotated[Int32, Field(description="How many files the archive has.")] = 0

    archived: Annotated[Integer, Field(description="How many entries are in them.")] = 0

    size_bytes: Annotated[
        Integer, Field(alias="sizeBytes", description="How many bytes they have, compressed.")
    ] = 0

    archived_at: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(alias="archivedAt", description="When something was archived last."),
    ] = None


class SetRetentionRequest(Message):
    """A tenant's rules."""

    tenant_slug: Annotated[
        str,
        Field(
            alias="tenantSlug",
            max_length=63,
            pattern="^[a-z0-9]([a-z0-9-]*[a-z0-9])?$",
            description="The tenant.",
        ),
    ]

    rules: Annotated[
        list[RetentionRule],
        Field(max_length=100, description="All of its rules; none for the default's."),
    ] = []


class SetRetentionResponse(Message):
    """The tenant's rules."""

    retention: Annotated[Retention, Field(description="As stored.")]


class RetentionService(Protocol):
    """Retention: by default, for single tenants, and how far it is."""

    @abstractmethod
    async def get_retention(self, request: GetRetentionRequest) -> GetRetentionResponse:
        """Read for how long entries stay, and what the archive holds."""
        ...

    @abstractmethod
    async def set_retention(self, request: SetRetentionRequest) -> SetRetentionResponse:
        """Set for how long a tenant's entries stay, instead of the default."""
        ...


GET_RETENTION: Rpc[GetRetentionRequest, GetRetentionResponse] = Rpc(
    service="audit",
    version="v1",
    interface="RetentionService",
    name="get_retention",
    subject="rpc.audit.v1.get_retention",
    request=GetRetentionRequest,
    reply=GetRetentionResponse,
    http=HttpRule(method="GET", path="/audit/retention", body="", response_body=""),
    access=("operator",),
    audit=(),
    changes=False,
    summary="Read for how long entries stay, and what the archive holds.",
    description="Read for how long entries stay, and what the archive holds.",
    headers={},
)


SET_RETENTION: Rpc[SetRetentionRequest, SetRetentionResponse] = Rpc(
    service="audit",
    version="v1",
    interface="RetentionService",
    name="set_retention",
    subject="rpc.audit.v1.set_retention",
    request=SetRetentionRequest,
    reply=SetRetentionResponse,
    http=HttpRule(
        method="PUT", path="/audit/retention/{tenant_slug}", body="*", response_body="retention"
    ),
    access=("operator",),
    audit=("audit.retention_changed",),
    changes=True,
    summary="Set for how long a tenant's entries stay, instead of the default.",
    description="Set for how long a tenant's entries stay, instead of the default.",
    headers={},
)


RETENTION_SERVICE: tuple[AnyRpc, ...] = (
    GET_RETENTION,
    SET_RETENTION,
)


class RetentionServiceClient:
    """Calls RetentionService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def get_retention(self, request: GetRetentionRequest) -> GetRetentionResponse:
        """Read for how long entries stay, and what the archive holds."""
        return await self._caller.call(GET_RETENTION, request)

    async def set_retention(self, request: SetRetentionRequest) -> SetRetentionResponse:
        """Set for how long a tenant's entries stay, instead of the default."""
        return await self._caller.call(SET_RETENTION, request)
