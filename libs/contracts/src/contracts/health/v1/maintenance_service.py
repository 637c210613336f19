"""Commands and queries about maintenance.

Generated from proto-schemas/health/v1/maintenance_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Literal, Protocol

from pydantic import Field

from contracts.health.v1.maintenance import MaintenanceWindow
from contracts.markers import NullRefused
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Number, Timestamp, Uuid


class ListMaintenanceWindowsRequest(Message):
    """Nothing to choose."""


class ListMaintenanceWindowsResponse(Message):
    """The windows."""

    items: Annotated[list[MaintenanceWindow], Field(description="By when they begin next.")] = []


class CreateMaintenanceWindowRequest(Message):
    """What a new window needs."""

    title: Annotated[str, Field(min_length=1, max_length=200, description="What is done.")]

    targets: Annotated[
        list[str], Field(max_length=200, description="Targets it covers; all when empty.")
    ] = []

    starts_at: Annotated[
        Timestamp,
        Field(alias="startsAt", description="When it begins, or begins for the first time."),
    ]

    minutes: Annotated[
        int, Field(ge=1, le=1440, description="How long it lasts each time."), Number
    ]

    repeats: Annotated[
        Literal["once", "daily", "weekly"] | None,
        NullRefused(),
        Field(description="Whether it comes again; once when left out."),
    ] = None

    time_zone: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="timeZone",
            max_length=60,
            description="The time zone whose clock a repetition follows; UTC when left out.",
        ),
    ] = None

    until: Annotated[
        Timestamp | None, NullRefused(), Field(description="When a repetition ends.")
    ] = None


class CreateMaintenanceWindowResponse(Message):
    """The new window."""

    window: Annotated[MaintenanceWindow, Field(description="As stored.")]


class CancelMaintenanceWindowRequest(Message):
    """Which window to cancel."""

    id: Annotated[Uuid, Field(description="Its id.")]


class CancelMaintenanceWindowResponse(Message):
    """The cancelled window."""

    window: Annotated[MaintenanceWindow, Field(description="As it was.")]


class MaintenanceService(Protocol):
    """Windows in which nobody is alerted, and whose time counts separately."""

    @abstractmethod
    async def list_maintenance_windows(
        self, request: ListMaintenanceWindowsRequest
    ) -> ListMaintenanceWindowsResponse:
        """List windows that are going on or will come."""
        ...

    @abstractmethod
    async def create_maintenance_window(
        self, request: CreateMaintenanceWindowRequest
    ) -> CreateMaintenanceWindowResponse:
        """Plan a window."""
        ...

    @abstractmethod
    async def cancel_maintenance_window(
        self, request: CancelMaintenanceWindowRequest
    ) -> CancelMaintenanceWindowResponse:
        """Cancel a window, also while it is going on."""
        ...


LIST_MAINTENANCE_WINDOWS: Rpc[ListMaintenanceWindowsRequest, ListMaintenanceWindowsResponse] = Rpc(
    service="health",
    version="v1",
    interface="MaintenanceService",
    name="list_maintenance_windows",
    subject="rpc.health.v1.list_maintenance_windows",
    request=ListMaintenanceWindowsRequest,
    reply=ListMaintenanceWindowsResponse,
    http=HttpRule(method="GET", path="/health/maintenance", body="", response_body=""),
    access=("operator",),
    audit=(),
    changes=False,
    summary="List windows that are going on or will come.",
    description="List windows that are going on or will come.",
    headers={},
)


CREATE_MAINTENANCE_WINDOW: Rpc[CreateMaintenanceWindowRequest, CreateMaintenanceWindowResponse] = (
    Rpc(
        service="health",
        version="v1",
        interface="MaintenanceService",
        name="create_maintenance_window",
        subject="rpc.health.v1.create_maintenance_window",
        request=CreateMaintenanceWindowRequest,
        reply=CreateMaintenanceWindowResponse,
        http=HttpRule(method="POST", path="/health/maintenance", body="*", response_body="window"),
        access=("operator",),
        audit=("maintenance.planned",),
        changes=True,
        summary="Plan a window.",
        description="Plan a window.",
        headers={},
    )
)


CANCEL_MAINTENANCE_WINDOW: Rpc[CancelMaintenanceWindowRequest, CancelMaintenanceWindowResponse] = (
    Rpc(
        service="health",
        version="v1",
        interface="MaintenanceService",
        name="cancel_maintenance_window",
        subject="rpc.health.v1.cancel_maintenance_window",
        request=CancelMaintenanceWindowRequest,
        reply=CancelMaintenanceWindowResponse,
        http=HttpRule(
            method="DELETE", path="/health/maintenance/{id}", body="", response_body="window"
        ),
        access=("operator",),
        audit=("maintenance.cancelled",),
        changes=True,
        summary="Cancel a window, also while it is going on.",
        description="Cancel a window, also while it is going on.",
        headers={},
    )
)


MAINTENANCE_SERVICE: tuple[AnyRpc, ...] = (
    LIST_MAINTENANCE_WINDOWS,
    CREATE_MAINTENANCE_WINDOW,
    CANCEL_MAINTENANCE_WINDOW,
)


class MaintenanceServiceClient:
    """Calls MaintenanceService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def list_maintenance_windows(
        self, request: ListMaintenanceWindowsRequest
    ) -> ListMaintenanceWindowsResponse:
        """List windows that are going on or will come."""
        return await self._caller.call(LIST_MAINTENANCE_WINDOWS, request)

    async def create_maintenance_window(
        self, request: CreateMaintenanceWindowRequest
    ) -> CreateMaintenanceWindowResponse:
        """Plan a window."""
        return await self._caller.call(CREATE_MAINTENANCE_WINDOW, request)

    async def cancel_maintenance_window(
        self, request: CancelMaintenanceWindowRequest
    ) -> CancelMaintenanceWindowResponse:
        """Cancel a window, also while it is going on."""
        return await self._caller.call(CANCEL_MAINTENANCE_WINDOW, request)
