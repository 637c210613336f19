"""Commands and queries about what is probed.

Generated from proto-schemas/health/v1/target_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Literal, Protocol

from pydantic import Field

from contracts.health.v1.target import Target
from contracts.markers import NullRefused
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Boolean, Number


class ListTargetsRequest(Message):
    """Nothing to choose."""


class ListTargetsResponse(Message):
    """Every target."""

    items: Annotated[list[Target], Field(description="By id.")] = []

    file_error: Annotated[
        str,
        Field(
            alias="fileError",
            description=(
                "What is wrong with the file, with its line; the last good state of it counts "
                "meanwhile."
            ),
        ),
    ] = ""


class CreateTargetRequest(Message):
    """What a new target needs."""

    id: Annotated[
        str,
        Field(pattern="^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", description="Short name, unique."),
    ]

    name: Annotated[str, Field(min_length=1, max_length=100, description="Display name.")]

    group: Annotated[
        str | None, NullRefused(), Field(max_length=100, description="Heading it stands under.")
    ] = None

    kind: Annotated[
        Literal[
            "http",
            "tcp",
            "tls",
            "dns",
            "smtp",
            "oidc",
            "nats",
            "mongo",
            "redis",
            "postgres",
            "bus",
            "heartbeat",
        ],
        Field(description="How it is probed."),
    ]

    address: Annotated[
        str | None, NullRefused(), Field(max_length=500, description="Where it is.")
    ] = None

    interval_seconds: Annotated[
        int | None,
        NullRefused(),
        Field(
            alias="intervalSeconds",
            ge=5,
            le=86400,
            description="Seconds from one probe to the next; 30 when left out.",
        ),
        Number,
    ] = None

    timeout_ms: Annotated[
        int | None,
        NullRefused(),
        Field(
            alias="timeoutMs",
            ge=50,
            le=30000,
            description="Milliseconds after which a probe gives up; 1500 when left out.",
        ),
        Number,
    ] = None

    warn_ms: Annotated[
        int | None,
        NullRefused(),
        Field(
            alias="warnMs",
            ge=1,
            le=30000,
            description="Milliseconds from which an answer is a warning; 500 when left out.",
        ),
        Number,
    ] = None

    conditions: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=200)]],
        Field(max_length=20, description="What must hold."),
    ] = []

    depends_on: Annotated[
        list[str],
        Field(
            alias="dependsOn",
            max_length=20,
            description="Targets that this one can't work without.",
        ),
    ] = []

    planned: Annotated[
        Boolean | None, NullRefused(), Field(description="Shown but never probed.")
    ] = None

    integration: Annotated[
        str | None,
        NullRefused(),
        Field(max_length=63, description="The integration it belongs to."),
    ] = None


class CreateTargetResponse(Message):
    """The new target."""

    target: Annotated[Target, Field(description="As stored.")]


class UpdateTargetRequest(Message):
    """What to change."""

    id: Annotated[str, Field(min_length=1, description="Its id.")]

    version: Annotated[
        int, Field(ge=1, le=2147483647, description="The version the change is based on."), Number
    ]

    name: Annotated[
        str | None, NullRefused(), Field(min_length=1, max_length=100, description="Display name.")
    ] = None

    group: Annotated[
        str | None, NullRefused(), Field(max_length=100, description="Heading it stands under.")
    ] = None

    address: Annotated[
        str | None, NullRefused(), Field(max_length=500, description="Where it is.")
    ] = None

    interval_seconds: Annotated[
        int | None,
        NullRefused(),
        Field(
            alias="intervalSeconds",
            ge=5,
            le=86400,
            description="Seconds from one probe to the next.",
        ),
        Number,
    ] = None

    timeout_ms: Annotated[
        int | None,
        NullRefused(),
        Field(
            alias="timeoutMs",
            ge=50,
            le=30000,
            description="Milliseconds after which a probe gives up.",
        ),
        Number,
    ] = None

    warn_ms: Annotated[
        int | None,
        NullRefused(),
        Field(
            alias="warnMs",
            ge=1,
            le=30000,
            description="Milliseconds from which an answer is a warning.",
        ),
        Number,
    ] = None

    conditions: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=200)]],
        Field(max_length=20, description="What must hold, replacing what had to."),
    ] = []

    depends_on: Annotated[
        list[str],
        Field(
            alias="dependsOn",
            max_length=20,
            description="Targets that this one can't work without, replacing the others.",
        ),
    ] = []

    planned: Annotated[
        Boolean | None, NullRefused(), Field(description="Shown but never probed.")
    ] = None

    integration: Annotated[
        str | None,
        NullRefused(),
        Field(max_length=63, description="The integration it belongs to."),
    ] = None


class UpdateTargetResponse(Message):
    """The changed target."""

    target: Annotated[Target, Field(description="As stored.")]


class DeleteTargetRequest(Message):
    """Which target to remove."""

    id: Annotated[str, Field(min_length=1, description="Its id.")]


class DeleteTargetResponse(Message):
    """The removed target."""

    target: Annotated[Target, Field(description="As it was.")]


class TargetService(Protocol):
    """Targets of the file, which can't be changed here, and those added here."""

    @abstractmethod
    async def list_targets(self, request: ListTargetsRequest) -> ListTargetsResponse:
        """List every target."""
        ...

    @abstractmethod
    async def create_target(self, request: CreateTargetRequest) -> CreateTargetResponse:
        """Add a target. A taken id is a conflict; link-local and metadata addresses are refused."""
        ...

    @abstractmethod
    async def update_target(self, request: UpdateTargetRequest) -> UpdateTargetResponse:
        """Change a target that was added here. Absent fields stay."""
        ...

    @abstractmethod
    async def delete_target(self, request: DeleteTargetRequest) -> DeleteTargetResponse:
        """Remove a target that was added here; its history stays until it is too old."""
        ...


LIST_TARGETS: Rpc[ListTargetsRequest, ListTargetsResponse] = Rpc(
    service="health",
    version="v1",
    interface="TargetService",
    name="list_targets",
    subject="rpc.health.v1.list_targets",
    request=ListTargetsRequest,
    reply=ListTargetsResponse,
    http=HttpRule(method="GET", path="/health/targets", body="", response_body=""),
    access=("operator",),
    audit=(),
    changes=False,
    summary="List every target.",
    description="List every target.",
    headers={},
)


CREATE_TARGET: Rpc[CreateTargetRequest, CreateTargetResponse] = Rpc(
    service="health",
    version="v1",
    interface="TargetService",
    name="create_target",
    subject="rpc.health.v1.create_target",
    request=CreateTargetRequest,
    reply=CreateTargetResponse,
    http=HttpRule(method="POST", path="/health/targets", body="*", response_body="target"),
    access=("operator",),
    audit=("target.created",),
    changes=True,
    summary="Add a target.",
    description=(
        "Add a target. A taken id is a conflict; link-local and metadata addresses are refused."
    ),
    headers={},
)


UPDATE_TARGET: Rpc[UpdateTargetRequest, UpdateTargetResponse] = Rpc(
    service="health",
    version="v1",
    interface="TargetService",
    name="update_target",
    subject="rpc.health.v1.update_target",
    request=UpdateTargetRequest,
    reply=UpdateTargetResponse,
    http=HttpRule(method="PATCH", path="/health/targets/{id}", body="*", response_body="target"),
    access=("operator",),
    audit=("target.updated",),
    changes=True,
    summary="Change a target that was added here.",
    description="Change a target that was added here. Absent fields stay.",
    headers={"version": "If-Match"},
)


DELETE_TARGET: Rpc[DeleteTargetRequest, DeleteTargetResponse] = Rpc(
    service="health",
    version="v1",
    interface="TargetService",
    name="delete_target",
    subject="rpc.health.v1.delete_target",
    request=DeleteTargetRequest,
    reply=DeleteTargetResponse,
    http=HttpRule(method="DELETE", path="/health/targets/{id}", body="", response_body="target"),
    access=("operator",),
    audit=("target.deleted",),
    changes=True,
    summary="Remove a target that was added here; its history stays until it is too old.",
    description="Remove a target that was added here; its history stays until it is too old.",
    headers={},
)


TARGET_SERVICE: tuple[AnyRpc, ...] = (
    LIST_TARGETS,
    CREATE_TARGET,
    UPDATE_TARGET,
    DELETE_TARGET,
)


class TargetServiceClient:
    """Calls TargetService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def list_targets(self, request: ListTargetsRequest) -> ListTargetsResponse:
        """List every target."""
        return await self._caller.call(LIST_TARGETS, request)

    async def create_target(self, request: CreateTargetRequest) -> CreateTargetResponse:
        """Add a target. A taken id is a conflict; link-local and metadata addresses are refused."""
        return await self._caller.call(CREATE_TARGET, request)

    async def update_target(self, request: UpdateTargetRequest) -> UpdateTargetResponse:
        """Change a target that was added here. Absent fields stay."""
        return await self._caller.call(UPDATE_TARGET, request)

    async def delete_target(self, request: DeleteTargetRequest) -> DeleteTargetResponse:
        """Remove a target that was added here; its history stays until it is too old."""
        return await self._caller.call(DELETE_TARGET, request)
