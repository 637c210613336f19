"""How the parts of the service are put together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bus import Connection
from chassis import AuditTrail, Chassis, Clock, Outbox, now
from chassis.awaiting import until_there
from contracts.flag import v1
from contracts.rpc import Rpc
from flags import Flags, UsageReporter
from flags.records import BUCKET, ENVIRONMENT

from flag import seeds
from flag.announcing import announcing
from flag.changing import Changing
from flag.evaluation.service import EvaluationService
from flag.files.service import FileService
from flag.history import History
from flag.reviews.drafting import Drafting
from flag.reviews.moving import Moving
from flag.reviews.service import ChangeRequestService
from flag.reviews.showing import Showing
from flag.reviews.store import ChangeRequestStore
from flag.schedules.history import ScheduleHistory
from flag.schedules.runner import Runner
from flag.schedules.service import ScheduleService
from flag.schedules.steering import Steering
from flag.schedules.store import ScheduleStore
from flag.segments.changing import SegmentChanging
from flag.segments.service import SegmentService
from flag.segments.store import SegmentStore
from flag.service import FlagService
from flag.settings import Settings
from flag.store import FlagStore
from flag.usage.store import UsageStore


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What answers, and what works beside it."""

    changing: Changing
    segment_changing: SegmentChanging
    runner: Runner
    evaluation: EvaluationService
    services: Sequence[tuple[object, Sequence[Rpc[Any, Any]]]]


def parts(
    outbox: Outbox,
    flags: Flags,
    connection: Connection,
    *,
    is_reviewed: bool,
    clock: Clock = now,
) -> Parts:
    """Build everything over one store each."""
    audit = AuditTrail("flag", clock=clock)
    store, segments, schedules = FlagStore(outbox), SegmentStore(outbox), ScheduleStore(outbox)
    requests, usage = ChangeRequestStore(outbox), UsageStore(flags.all, clock=clock)
    history, announce = History(audit, clock=clock), announcing(connection)
    changing = Changing(store, history, flags, announce=announce, clock=clock)
    segment_changing = SegmentChanging(segments, audit, flags, clock=clock)
    schedule_history = ScheduleHistory(audit)
    runner = Runner(schedules, changing, schedule_history, clock=clock)
    drafting = Drafting(flags)
    moving = Moving(requests, changing, drafting, audit, clock=clock)
    evaluation = EvaluationService(store, usage, flags, clock=clock)
    reviewed: dict[str, Any] = {"is_reviewed": is_reviewed, "clock": clock}
    services: list[tuple[object, Sequence[Rpc[Any, Any]]]] = [
        (FlagService(store, changing, usage, flags, **reviewed), v1.FLAG_SERVICE),
        (evaluation, v1.EVALUATION_SERVICE),
        (SegmentService(segments, segment_changing, flags, **reviewed), v1.SEGMENT_SERVICE),
        (
            FileService(
                store,
                segments,
                changing=changing,
                segment_changing=segment_changing,
                **reviewed,
            ),
            v1.FILE_SERVICE,
        ),
        (
            ScheduleService(
                schedules,
                store,
                schedule_history,
                steering=Steering(schedules, schedule_history, clock=clock),
                evaluated=flags,
                wake=runner.wake,
                **reviewed,
            ),
            v1.SCHEDULE_SERVICE,
        ),
        (
            ChangeRequestService(
                requests,
                store,
                moving=moving,
                drafting=drafting,
                showing=Showing(requests, store),
                clock=clock,
            ),
            v1.CHANGE_REQUEST_SERVICE,
        ),
    ]
    return Parts(
        changing=changing,
        segment_changing=segment_changing,
        runner=runner,
        evaluation=evaluation,
        services=services,
    )


async def compose(chassis: Chassis[Settings]) -> None:
    """Watch flags as everybody else does, know all of them, and answer."""
    environment = chassis.settings.environment
    flags = await Flags.watch(chassis.connection, environment=environment)
    made = parts(
        chassis.outbox, flags, chassis.connection, is_reviewed=chassis.settings.is_reviewed
    )
    for implementation, rpcs in made.services:
        chassis.serve(implementation, rpcs)
    await made.segment_changing.prime()
    await made.changing.prime()
    await seeds.sow(made.changing)
    bucket = chassis.connection.key_value(BUCKET)
    await until_there("bucket flags", lambda: bucket.put(ENVIRONMENT, environment.encode()))
    chassis.background(made.runner.run())
    chassis.background(UsageReporter(flags, made.evaluation).run())
