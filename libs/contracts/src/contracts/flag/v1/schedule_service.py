"""Commands and queries about scheduled changes and ramps.

Generated from proto-schemas/flag/v1/schedule_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Literal, Protocol

from pydantic import Field

from contracts.flag.v1.draft import Draft
from contracts.flag.v1.schedule import Schedule
from contracts.markers import NullRefused
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Number, Timestamp, Uuid


class ScheduleChangeRequest(Message):
    """What to change and when."""

    key: Annotated[str, Field(min_length=1, description="The flag.")]

    at: Annotated[Timestamp, Field(description="When; a time that is past means at once.")]

    draft: Annotated[Draft, Field(description="What.")]

    note: Annotated[
        str | None,
        NullRefused(),
        Field(max_length=500, description="Why; kept in the flag's history."),
    ] = None


class ScheduleChangeResponse(Message):
    """The schedule."""

    schedule: Annotated[Schedule, Field(description="As stored.")]


class RampStep(Message):
    """One step of a ramp."""

    pct: Annotated[
        float,
        Field(gt=0.0, le=100.0, description="The share in percent, more than the step before."),
        Number,
    ]

    hold_seconds: Annotated[
        int,
        Field(
            alias="holdSeconds",
            ge=0,
            le=31536000,
            description="How long it stays before the next step; the last one needs none.",
        ),
        Number,
    ] = 0


class StartRampRequest(Message):
    """How to raise a share."""

    key: Annotated[str, Field(min_length=1, description="The flag.")]

    steps: Annotated[
        list[RampStep], Field(min_length=1, max_length=50, description="The shares, rising.")
    ]

    start_at: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(alias="startAt", description="When the first step is made; at once when left out."),
    ] = None

    note: Annotated[
        str | None,
        NullRefused(),
        Field(max_length=500, description="Why; kept in the flag's history."),
    ] = None


class StartRampResponse(Message):
    """The ramp."""

    schedule: Annotated[Schedule, Field(description="As stored.")]


class GetScheduleRequest(Message):
    """Which schedule to read."""

    id: Annotated[Uuid, Field(description="Its id.")]


class GetScheduleResponse(Message):
    """The schedule asked for."""

    schedule: Annotated[Schedule, Field(description="As stored.")]


class ListSchedulesRequest(Message):
    """Which schedules to list."""

    flag_key: Annotated[
        str | None,
        NullRefused(),
        Field(alias="flagKey", max_length=64, description="Only those of this flag."),
    ] = None

    state: Annotated[
        Literal["running", "paused", "done", "cancelled"] | None,
        NullRefused(),
        Field(description="Only those in this state."),
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


class ListSchedulesResponse(Message):
    """One page of schedules."""

    items: Annotated[list[Schedule], Field(description="The page, the newest first.")] = []

    next_cursor: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="nextCursor", description="Pass as cursor for the next page; absent on the last."
        ),
    ] = None


class PauseScheduleRequest(Message):
    """Which schedule to pause and why."""

    id: Annotated[Uuid, Field(description="Its id.")]

    reason: Annotated[str | None, NullRefused(), Field(max_length=500, description="Why.")] = None


class PauseScheduleResponse(Message):
    """The paused schedule."""

    schedule: Annotated[Schedule, Field(description="As stored.")]


class ResumeScheduleRequest(Message):
    """Which schedule to resume."""

    id: Annotated[Uuid, Field(description="Its id.")]


class ResumeScheduleResponse(Message):
    """The resumed schedule."""

    schedule: Annotated[Schedule, Field(description="As stored.")]


class CancelScheduleRequest(Message):
    """Which schedule to cancel and why."""

    id: Annotated[Uuid, Field(description="Its id.")]

    reason: Annotated[str | None, NullRefused(), Field(max_length=500, description="Why.")] = None


class CancelScheduleResponse(Message):
    """The cancelled schedule."""

    schedule: Annotated[Schedule, Field(description="As stored.")]


class ScheduleService(Protocol):
    """Changes that are made later. Each step is recorded as the flag's own change when it is made."""

    @abstractmethod
    async def schedule_change(self, request: ScheduleChangeRequest) -> ScheduleChangeResponse:
        """Change a flag at a time."""
        ...

    @abstractmethod
    async def start_ramp(self, request: StartRampRequest) -> StartRampResponse:
        """Raise a flag's share step by step. It pauses by itself when somebody takes the flag out
        of its rollout.
        """
        ...

    @abstractmethod
    async def get_schedule(self, request: GetScheduleRequest) -> GetScheduleResponse:
        """Read one schedule or ramp."""
        ...

    @abstractmethod
    async def list_schedules(self, request: ListSchedulesRequest) -> ListSchedulesResponse:
        """List schedules and ramps, the newest first."""
        ...

    @abstractmethod
    async def pause_schedule(self, request: PauseScheduleRequest) -> PauseScheduleResponse:
        """Make no further step until it is resumed."""
        ...

    @abstractmethod
    async def resume_schedule(self, request: ResumeScheduleRequest) -> ResumeScheduleResponse:
        """Go on: what is left of a hold is still held."""
        ...

    @abstractmethod
    async def cancel_schedule(self, request: CancelScheduleRequest) -> CancelScheduleResponse:
        """Make no further step, ever. Steps that are made stay."""
        ...


SCHEDULE_CHANGE: Rpc[ScheduleChangeRequest, ScheduleChangeResponse] = Rpc(
    service="flag",
    version="v1",
    interface="ScheduleService",
    name="schedule_change",
    subject="rpc.flag.v1.schedule_change",
    request=ScheduleChangeRequest,
    reply=ScheduleChangeResponse,
    http=HttpRule(method="POST", path="/flags/{key}/schedules", body="*", response_body="schedule"),
    access=("operator",),
    audit=("schedule.created",),
    changes=True,
    summary="Change a flag at a time.",
    description="Change a flag at a time.",
    headers={},
)


START_RAMP: Rpc[StartRampRequest, StartRampResponse] = Rpc(
    service="flag",
    version="v1",
    interface="ScheduleService",
    name="start_ramp",
    subject="rpc.flag.v1.start_ramp",
    request=StartRampRequest,
    reply=StartRampResponse,
    http=HttpRule(method="POST", path="/flags/{key}/ramps", body="*", response_body="schedule"),
    access=("operator",),
    audit=("ramp.started",),
    changes=True,
    summary="Raise a flag's share step by step.",
    description=(
        "Raise a flag's share step by step. It pauses by itself when somebody takes the "
        "flag out of its rollout."
    ),
    headers={},
)


GET_SCHEDULE: Rpc[GetScheduleRequest, GetScheduleResponse] = Rpc(
    service="flag",
    version="v1",
    interface="ScheduleService",
    name="get_schedule",
    subject="rpc.flag.v1.get_schedule",
    request=GetScheduleRequest,
    reply=GetScheduleResponse,
    http=HttpRule(method="GET", path="/schedules/{id}", body="", response_body="schedule"),
    access=("operator",),
    audit=(),
    changes=False,
    summary="Read one schedule or ramp.",
    description="Read one schedule or ramp.",
    headers={},
)


LIST_SCHEDULES: Rpc[ListSchedulesRequest, ListSchedulesResponse] = Rpc(
    service="flag",
    version="v1",
    interface="ScheduleService",
    name="list_schedules",
    subject="rpc.flag.v1.list_schedules",
    request=ListSchedulesRequest,
    reply=ListSchedulesResponse,
    http=HttpRule(method="GET", path="/schedules", body="", response_body=""),
    access=("operator",),
    audit=(),
    changes=False,
    summary="List schedules and ramps, the newest first.",
    description="List schedules and ramps, the newest first.",
    headers={},
)


PAUSE_SCHEDULE: Rpc[PauseScheduleRequest, PauseScheduleResponse] = Rpc(
    service="flag",
    version="v1",
    interface="ScheduleService",
    name="pause_schedule",
    subject="rpc.flag.v1.pause_schedule",
    request=PauseScheduleRequest,
    reply=PauseScheduleResponse,
    http=HttpRule(method="POST", path="/schedules/{id}/pause", body="*", response_body="schedule"),
    access=("operator",),
    audit=("schedule.paused",),
    changes=True,
    summary="Make no further step until it is resumed.",
    description="Make no further step until it is resumed.",
    headers={},
)


RESUME_SCHEDULE: Rpc[ResumeScheduleRequest, ResumeScheduleResponse] = Rpc(
    service="flag",
    version="v1",
    interface="ScheduleService",
    name="resume_schedule",
    subject="rpc.flag.v1.resume_schedule",
    request=ResumeScheduleRequest,
    reply=ResumeScheduleResponse,
    http=HttpRule(method="POST", path="/schedules/{id}/resume", body="*", response_body="schedule"),
    access=("operator",),
    audit=("schedule.resumed",),
    changes=True,
    summary="Go on: what is left of a hold is still held.",
    description="Go on: what is left of a hold is still held.",
    headers={},
)


CANCEL_SCHEDULE: Rpc[CancelScheduleRequest, CancelScheduleResponse] = Rpc(
    service="flag",
    version="v1",
    interface="ScheduleService",
    name="cancel_schedule",
    subject="rpc.flag.v1.cancel_schedule",
    request=CancelScheduleRequest,
    reply=CancelScheduleResponse,
    http=HttpRule(method="POST", path="/schedules/{id}/cancel", body="*", response_body="schedule"),
    access=("operator",),
    audit=("schedule.cancelled",),
    changes=True,
    summary="Make no further step, ever.",
    description="Make no further step, ever. Steps that are made stay.",
    headers={},
)


SCHEDULE_SERVICE: tuple[AnyRpc, ...] = (
    SCHEDULE_CHANGE,
    START_RAMP,
    GET_SCHEDULE,
    LIST_SCHEDULES,
    PAUSE_SCHEDULE,
    RESUME_SCHEDULE,
    CANCEL_SCHEDULE,
)


class ScheduleServiceClient:
    """Calls ScheduleService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def schedule_change(self, request: ScheduleChangeRequest) -> ScheduleChangeResponse:
        """Change a flag at a time."""
        return await self._caller.call(SCHEDULE_CHANGE, request)

    async def start_ramp(self, request: StartRampRequest) -> StartRampResponse:
        """Raise a flag's share step by step. It pauses by itself when somebody takes the flag out
        of its rollout.
        """
        return await self._caller.call(START_RAMP, request)

    async def get_schedule(self, request: GetScheduleRequest) -> GetScheduleResponse:
        """Read one schedule or ramp."""
        return await self._caller.call(GET_SCHEDULE, request)

    async def list_schedules(self, request: ListSchedulesRequest) -> ListSchedulesResponse:
        """List schedules and ramps, the newest first."""
        return await self._caller.call(LIST_SCHEDULES, request)

    async def pause_schedule(self, request: PauseScheduleRequest) -> PauseScheduleResponse:
        """Make no further step until it is resumed."""
        return await self._caller.call(PAUSE_SCHEDULE, request)

    async def resume_schedule(self, request: ResumeScheduleRequest) -> ResumeScheduleResponse:
        """Go on: what is left of a hold is still held."""
        return await self._caller.call(RESUME_SCHEDULE, request)

    async def cancel_schedule(self, request: CancelScheduleRequest) -> CancelScheduleResponse:
        """Make no further step, ever. Steps that are made stay."""
        return await self._caller.call(CANCEL_SCHEDULE, request)
