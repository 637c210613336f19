"""What is well and what isn't.

Generated from proto-schemas/health/v1/health_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Literal, Protocol

from pydantic import Field

from contracts.health.v1.fleet import Instance, StreamLag
from contracts.health.v1.history import Day, HistoryPoint, Uptime
from contracts.health.v1.maintenance import MaintenanceWindow
from contracts.health.v1.target import TargetState
from contracts.markers import NullRefused
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Boolean, Int32, Timestamp


class GetPlatformHealthRequest(Message):
    """Whether to look again."""

    fresh: Annotated[
        Boolean | None,
        NullRefused(),
        Field(
            description=(
                "Probe every target now, all at once, instead of telling what was found last; "
                "for operators."
            )
        ),
    ] = None


class GetPlatformHealthResponse(Message):
    """The platform at one moment."""

    at: Annotated[Timestamp, Field(description="When.")]

    status: Annotated[
        Literal["ok", "warn", "bad", "unknown"],
        Field(description="The worst of all that are probed."),
    ]

    summary: Annotated[str, Field(description="In words: 8 / 9 services live.")] = ""

    live: Annotated[Int32, Field(description="How many answer.")] = 0

    total: Annotated[Int32, Field(description="How many are probed.")] = 0

    items: Annotated[list[TargetState], Field(description="Every target, by group and name.")] = []

    open_incidents: Annotated[
        Int32, Field(alias="openIncidents", description="How many incidents are open.")
    ] = 0


class GetTargetHistoryRequest(Message):
    """Which target, and which part of its past."""

    id: Annotated[str, Field(min_length=1, description="Its id.")]

    since: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(description="At or after this time; a day ago when left out."),
    ] = None

    until: Annotated[
        Timestamp | None, NullRefused(), Field(description="Before this time; now when left out.")
    ] = None

    resolution: Annotated[
        Literal["raw", "5m", "1h", "1d"] | None,
        NullRefused(),
        Field(
            description=(
                "One point for each probe (raw), five minutes (5m), hour (1h) or day (1d); "
                "chosen by the period when left out."
            )
        ),
    ] = None


class GetTargetHistoryResponse(Message):
    """A target's past."""

    id: Annotated[str, Field(description="Its id.")] = ""

    uptimes: Annotated[
        list[Uptime], Field(description="Up and known, for each period that ends now.")
    ] = []

    resolution: Annotated[str, Field(description="What a point stands for.")] = ""

    points: Annotated[
        list[HistoryPoint],
        Field(description="The points, the oldest first; where nothing was probed there is none."),
    ] = []


class ProbeTargetRequest(Message):
    """Which target to probe."""

    id: Annotated[str, Field(min_length=1, description="Its id.")]


class ProbeTargetResponse(Message):
    """What the probe found."""

    state: Annotated[TargetState, Field(description="The target after the probe.")]


class GetFleetRequest(Message):
    """Nothing to choose."""


class GetFleetResponse(Message):
    """Everybody on the bus."""

    at: Annotated[Timestamp, Field(description="When.")]

    instances: Annotated[list[Instance], Field(description="Every instance, by service.")] = []

    streams: Annotated[list[StreamLag], Field(description="Every durable reader.")] = []


class GetPublicStatusRequest(Message):
    """Whose page."""

    tenant_slug: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="tenantSlug",
            pattern="^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
            description="Only what concerns this tenant; the whole platform when left out.",
        ),
    ] = None


class PublicTarget(Message):
    """What anybody may know of one target."""

    id: Annotated[str, Field(description="Its id.")] = ""

    name: Annotated[str, Field(description="Display name.")] = ""

    group: Annotated[str, Field(description="Heading it stands under.")] = ""

    status: Annotated[str, Field(description="What the probes found.")] = ""

    in_maintenance: Annotated[
        Boolean, Field(alias="inMaintenance", description="A maintenance window covers it now.")
    ] = False

    affected_by: Annotated[
        str,
        Field(
            alias="affectedBy",
            description="The name of the failing target that makes this one fail.",
        ),
    ] = ""

    uptime: Annotated[Uptime | None, NullRefused(), Field(description="The last 90 days.")] = None

    days: Annotated[
        list[Day],
        Field(
            description=(
                "The same, day by day, the oldest first; a day of which nothing is known is "
                "left out."
            )
        ),
    ] = []

    since: Annotated[
        Timestamp | None, NullRefused(), Field(description="Since when it has this status.")
    ] = None


class PublicIncident(Message):
    """What anybody may know of an incident."""

    id: Annotated[str, Field(description="Its id.")] = ""

    title: Annotated[str, Field(description="What it is, in a line.")] = ""

    status: Annotated[str, Field(description="Where it stands.")] = ""

    opened_at: Annotated[Timestamp, Field(alias="openedAt", description="When it began.")]

    closed_at: Annotated[
        Timestamp | None, NullRefused(), Field(alias="closedAt", description="When it ended.")
    ] = None

    affected: Annotated[
        list[str], Field(description="Names of what fails because of it, the cause first.")
    ] = []


class GetPublicStatusResponse(Message):
    """The status page as data."""

    at: Annotated[Timestamp, Field(description="When.")]

    status: Annotated[str, Field(description="The worst of all.")] = ""

    summary: Annotated[str, Field(description="In words: 8 / 9 services live.")] = ""

    targets: Annotated[list[PublicTarget], Field(description="Every target.")] = []

    incidents: Annotated[
        list[PublicIncident],
        Field(description="Open incidents and those of the last days, the newest first."),
    ] = []

    maintenance: Annotated[
        list[MaintenanceWindow], Field(description="Maintenance that is going on or will come.")
    ] = []


class GetMetricsRequest(Message):
    """Nothing to choose."""


class GetMetricsResponse(Message):
    """Every figure."""

    text: Annotated[str, Field(description="Prometheus' text format, version 0.0.4.")] = ""


class RecordHeartbeatRequest(Message):
    """Whose heartbeat, and the proof that it is theirs."""

    id: Annotated[str, Field(min_length=1, description="The target's id.")]

    key: Annotated[str, Field(max_length=100, description="The secret part of its path.")] = ""

    status: Annotated[
        Literal["ok", "bad"] | None,
        NullRefused(),
        Field(description="ok, or bad when the sender reports its own failure; ok when left out."),
    ] = None

    message: Annotated[
        str | None, NullRefused(), Field(max_length=500, description="What the sender says.")
    ] = None


class RecordHeartbeatResponse(Message):
    """Taken."""


class HealthService(Protocol):
    """The state of the platform."""

    @abstractmethod
    async def get_platform_health(
        self, request: GetPlatformHealthRequest
    ) -> GetPlatformHealthResponse:
        """Show every target as it is now. Addresses and errors are for operators."""
        ...

    @abstractmethod
    async def get_target_history(
        self, request: GetTargetHistoryRequest
    ) -> GetTargetHistoryResponse:
        """Show what the probes of one target found over time."""
        ...

    @abstractmethod
    async def probe_target(self, request: ProbeTargetRequest) -> ProbeTargetResponse:
        """Probe one target now. What is found counts like any other probe."""
        ...

    @abstractmethod
    async def get_fleet(self, request: GetFleetRequest) -> GetFleetResponse:
        """Show the services on the bus: every instance, and what waits in the streams."""
        ...

    @abstractmethod
    async def get_public_status(self, request: GetPublicStatusRequest) -> GetPublicStatusResponse:
        """Show what anybody may know: the status page as data."""
        ...

    @abstractmethod
    async def get_metrics(self, request: GetMetricsRequest) -> GetMetricsResponse:
        """Show every figure as Prometheus reads it."""
        ...

    @abstractmethod
    async def record_heartbeat(self, request: RecordHeartbeatRequest) -> RecordHeartbeatResponse:
        """Take a heartbeat. A measurement like a probe's, not a change: it leaves no audit entry."""
        ...


GET_PLATFORM_HEALTH: Rpc[GetPlatformHealthRequest, GetPlatformHealthResponse] = Rpc(
    service="health",
    version="v1",
    interface="HealthService",
    name="get_platform_health",
    subject="rpc.health.v1.get_platform_health",
    request=GetPlatformHealthRequest,
    reply=GetPlatformHealthResponse,
    http=HttpRule(method="GET", path="/health/platform", body="", response_body=""),
    access=("authenticated",),
    audit=(),
    changes=False,
    summary="Show every target as it is now.",
    description="Show every target as it is now. Addresses and errors are for operators.",
    headers={},
)


GET_TARGET_HISTORY: Rpc[GetTargetHistoryRequest, GetTargetHistoryResponse] = Rpc(
    service="health",
    version="v1",
    interface="HealthService",
    name="get_target_history",
    subject="rpc.health.v1.get_target_history",
    request=GetTargetHistoryRequest,
    reply=GetTargetHistoryResponse,
    http=HttpRule(method="GET", path="/health/targets/{id}/history", body="", response_body=""),
    access=("authenticated",),
    audit=(),
    changes=False,
    summary="Show what the probes of one target found over time.",
    description="Show what the probes of one target found over time.",
    headers={},
)


PROBE_TARGET: Rpc[ProbeTargetRequest, ProbeTargetResponse] = Rpc(
    service="health",
    version="v1",
    interface="HealthService",
    name="probe_target",
    subject="rpc.health.v1.probe_target",
    request=ProbeTargetRequest,
    reply=ProbeTargetResponse,
    http=HttpRule(
        method="POST", path="/health/targets/{id}/probe", body="*", response_body="state"
    ),
    access=("operator",),
    audit=("target.probed",),
    changes=True,
    summary="Probe one target now.",
    description="Probe one target now. What is found counts like any other probe.",
    headers={},
)


GET_FLEET: Rpc[GetFleetRequest, GetFleetResponse] = Rpc(
    service="health",
    version="v1",
    interface="HealthService",
    name="get_fleet",
    subject="rpc.health.v1.get_fleet",
    request=GetFleetRequest,
    reply=GetFleetResponse,
    http=HttpRule(method="GET", path="/health/fleet", body="", response_body=""),
    access=("operator",),
    audit=(),
    changes=False,
    summary="Show the services on the bus: every instance, and what waits in the streams.",
    description="Show the services on the bus: every instance, and what waits in the streams.",
    headers={},
)


GET_PUBLIC_STATUS: Rpc[GetPublicStatusRequest, GetPublicStatusResponse] = Rpc(
    service="health",
    version="v1",
    interface="HealthService",
    name="get_public_status",
    subject="rpc.health.v1.get_public_status",
    request=GetPublicStatusRequest,
    reply=GetPublicStatusResponse,
    http=HttpRule(method="GET", path="/health/status", body="", response_body=""),
    access=("public",),
    audit=(),
    changes=False,
    summary="Show what anybody may know: the status page as data.",
    description="Show what anybody may know: the status page as data.",
    headers={},
)


GET_METRICS: Rpc[GetMetricsRequest, GetMetricsResponse] = Rpc(
    service="health",
    version="v1",
    interface="HealthService",
    name="get_metrics",
    subject="rpc.health.v1.get_metrics",
    request=GetMetricsRequest,
    reply=GetMetricsResponse,
    http=None,
    access=("internal",),
    audit=(),
    changes=False,
    summary="Show every figure as Prometheus reads it.",
    description="Show every figure as Prometheus reads it.",
    headers={},
)


RECORD_HEARTBEAT: Rpc[RecordHeartbeatRequest, RecordHeartbeatResponse] = Rpc(
    service="health",
    version="v1",
    interface="HealthService",
    name="record_heartbeat",
    subject="rpc.health.v1.record_heartbeat",
    request=RecordHeartbeatRequest,
    reply=RecordHeartbeatResponse,
    http=None,
    access=("internal",),
    audit=(),
    changes=False,
    summary="Take a heartbeat.",
    description=(
        "Take a heartbeat. A measurement like a probe's, not a change: it leaves no audit entry."
    ),
    headers={},
)


HEALTH_SERVICE: tuple[AnyRpc, ...] = (
    GET_PLATFORM_HEALTH,
    GET_TARGET_HISTORY,
    PROBE_TARGET,
    GET_FLEET,
    GET_PUBLIC_STATUS,
    GET_METRICS,
    RECORD_HEARTBEAT,
)


class HealthServiceClient:
    """Calls HealthService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def get_platform_health(
        self, request: GetPlatformHealthRequest
    ) -> GetPlatformHealthResponse:
        """Show every target as it is now. Addresses and errors are for operators."""
        return await self._caller.call(GET_PLATFORM_HEALTH, request)

    async def get_target_history(
        self, request: GetTargetHistoryRequest
    ) -> GetTargetHistoryResponse:
        """Show what the probes of one target found over time."""
        return await self._caller.call(GET_TARGET_HISTORY, request)

    async def probe_target(self, request: ProbeTargetRequest) -> ProbeTargetResponse:
        """Probe one target now. What is found counts like any other probe."""
        return await self._caller.call(PROBE_TARGET, request)

    async def get_fleet(self, request: GetFleetRequest) -> GetFleetResponse:
        """Show the services on the bus: every instance, and what waits in the streams."""
        return await self._caller.call(GET_FLEET, request)

    async def get_public_status(self, request: GetPublicStatusRequest) -> GetPublicStatusResponse:
        """Show what anybody may know: the status page as data."""
        return await self._caller.call(GET_PUBLIC_STATUS, request)

    async def get_metrics(self, request: GetMetricsRequest) -> GetMetricsResponse:
        """Show every figure as Prometheus reads it."""
        return await self._caller.call(GET_METRICS, request)

    async def record_heartbeat(self, request: RecordHeartbeatRequest) -> RecordHeartbeatResponse:
        """Take a heartbeat. A measurement like a probe's, not a change: it leaves no audit entry."""
        return await self._caller.call(RECORD_HEARTBEAT, request)
