"""Commands and queries about schedules and ramps: one method per rpc."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bus import current_actor
from chassis import Clock, now, uuid7
from chassis.cursors import decode, encode
from chassis.pages import page_of
from contracts.flag import v1
from contracts.platform.v1 import Actor
from flags import Flags

from flag import drafts
from flag.checking import check
from flag.rules import ensure_unreviewed
from flag.schedules import rules
from flag.schedules.documents import ScheduleDocument
from flag.schedules.history import ScheduleHistory
from flag.schedules.steering import Steering, snapshot
from flag.schedules.store import ScheduleStore
from flag.store import FlagStore

_PAGE = 50


class ScheduleService(v1.ScheduleService):
    """Changes that are made later."""

    def __init__(
        self,
        store: ScheduleStore,
        flags: FlagStore,
        history: ScheduleHistory,
        *,
        steering: Steering,
        evaluated: Flags,
        wake: Callable[[], None],
        is_reviewed: bool,
        clock: Clock = now,
    ) -> None:
        self._store = store
        self._flags = flags
        self._history = history
        self._steering = steering
        self._evaluated = evaluated
        self._wake = wake
        self._is_reviewed = is_reviewed
        self._clock = clock

    async def schedule_change(self, request: v1.ScheduleChangeRequest) -> v1.ScheduleChangeResponse:
        """What couldn't be made now is refused now."""
        ensure_unreviewed(is_reviewed=self._is_reviewed, changes=request.draft.model_fields_set)
        flag = await self._flags.get_of_all(request.key)
        check(drafts.drafted(request.draft, flag), self._evaluated.all)
        steps = [v1.ScheduleStep(draft=request.draft.dump_set())]
        schedule = await self._made("change", request.key, steps, request.at, request.note)
        return v1.ScheduleChangeResponse(schedule=schedule)

    async def start_ramp(self, request: v1.StartRampRequest) -> v1.StartRampResponse:
        """Each step puts the flag in its rollout, at the step's share."""
        ensure_unreviewed(is_reviewed=self._is_reviewed, changes=["pct"])
        flag = await self._flags.get_of_all(request.key)
        rules.ensure_rising(request.steps, flag)
        steps = [
            v1.ScheduleStep(
                draft={"state": "rollout", "pct": one.pct}, hold_seconds=one.hold_seconds
            )
            for one in request.steps
        ]
        schedule = await self._made("ramp", flag.key, steps, request.start_at, request.note)
        return v1.StartRampResponse(schedule=schedule)

    async def get_schedule(self, request: v1.GetScheduleRequest) -> v1.GetScheduleResponse:
        """Those that are over stay readable."""
        return v1.GetScheduleResponse(schedule=await self._store.get_of_all(request.id))

    async def list_schedules(self, request: v1.ListSchedulesRequest) -> v1.ListSchedulesResponse:
        """The newest first."""
        limit = request.limit or _PAGE
        found = await self._store.page_of_all(
            flag_key=request.flag_key,
            state=request.state,
            before=str(decode(request.cursor, kinds=(str,))[0]) if request.cursor else None,
            limit=limit + 1,
        )
        items, next_cursor = page_of(found, limit=limit, cursor=lambda last: encode(last.id))
        return v1.ListSchedulesResponse(items=items, next_cursor=next_cursor)

    async def pause_schedule(self, request: v1.PauseScheduleRequest) -> v1.PauseScheduleResponse:
        """Idempotent: pausing twice keeps the first reason."""
        schedule = await self._steering.pause(request.id, request.reason or "")
        return v1.PauseScheduleResponse(schedule=schedule)

    async def resume_schedule(self, request: v1.ResumeScheduleRequest) -> v1.ResumeScheduleResponse:
        """Idempotent. What happened to the flag meanwhile is taken for looked at."""
        schedule = await self._steering.resume(request.id)
        self._wake()
        return v1.ResumeScheduleResponse(schedule=schedule)

    async def cancel_schedule(self, request: v1.CancelScheduleRequest) -> v1.CancelScheduleResponse:
        """Steps that are made stay."""
        schedule = await self._steering.cancel(request.id, request.reason or "")
        return v1.CancelScheduleResponse(schedule=schedule)

    async def _made(
        self,
        kind: str,
        key: str,
        steps: Sequence[v1.ScheduleStep],
        at: datetime | None,
        note: str | None,
    ) -> v1.Schedule:
        moment = self._clock()
        actor = current_actor() or Actor(type="system", id="flag")
        schedule = ScheduleDocument(
            id=uuid7(),
            flag_key=key,
            kind=kind,
            steps=list(steps),
            state="running",
            next_at=at or moment,
            note=note or "",
            author=actor.email or actor.id,
            created_at=moment,
            updated_at=moment,
            armed_at=moment,
        )
        action = "ramp.started" if kind == "ramp" else "schedule.created"
        await self._store.insert(schedule, [self._history.of(action, schedule)])
        self._wake()
        return snapshot(schedule)
