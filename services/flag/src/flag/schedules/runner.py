"""Makes the steps that are due: every instance looks, one of them makes each."""

import asyncio
import contextlib
from datetime import timedelta
from typing import Literal

import structlog
from chassis import Clock, OutboxEntry, now
from chassis.faults import database_deadline
from contracts.faults import Fault, Malformed, NotFound

from flag import drafts
from flag.changing import Changing
from flag.documents import FlagDocument
from flag.history import snapshot
from flag.schedules.documents import ScheduleDocument
from flag.schedules.history import ScheduleHistory
from flag.schedules.rules import Hindered, ensure_unhindered, note_of
from flag.schedules.store import ScheduleStore

log = structlog.get_logger()
_LOOK_SECONDS = 1.0


class Runner:
    """Works off what is due."""

    def __init__(
        self,
        store: ScheduleStore,
        changing: Changing,
        history: ScheduleHistory,
        *,
        clock: Clock = now,
    ) -> None:
        self._store = store
        self._changing = changing
        self._history = history
        self._clock = clock
        self._awake = asyncio.Event()

    def wake(self) -> None:
        """Look at once: something may be due."""
        self._awake.set()

    async def run(self) -> None:
        """Look every second, and when woken."""
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_SECONDS):
                    await self._awake.wait()
            self._awake.clear()
            try:
                with database_deadline():
                    while await self.step():
                        pass
            except Fault as fault:
                log.warning("schedules_wait", reason=fault.reason)

    async def step(self) -> bool:
        """Make one step that is due; false when none is."""
        schedule = await self._store.claim_in_all(self._clock())
        if schedule is None:
            return False
        try:
            await self._make(schedule)
        except Hindered as hindered:
            await self._stop(schedule, "paused", str(hindered))
        except Malformed as refused:
            await self._stop(schedule, "paused", refused.problem().detail)
        except NotFound:
            await self._stop(schedule, "cancelled", f"{schedule.flag_key} was removed")
        else:
            await self._store.finish_step(schedule.id, self._advance)
        return True

    async def _make(self, schedule: ScheduleDocument) -> None:
        step = schedule.steps[schedule.done]
        draft = drafts.stored_draft(step.draft)

        def edit(flag: FlagDocument) -> None:
            # Killed between this write and the schedule's own, the step is made already.
            if flag.mark(schedule.id, schedule.done):
                ensure_unhindered(schedule, snapshot(flag), armed_at=schedule.armed_at)
                drafts.apply(draft, flag)

        cause = {"scheduleId": schedule.id, "step": schedule.done, "author": schedule.author}
        await self._changing.change(schedule.flag_key, edit, note=note_of(schedule), cause=cause)

    def _advance(self, schedule: ScheduleDocument) -> None:
        moment = self._clock()
        hold = timedelta(seconds=schedule.steps[schedule.done].hold_seconds)
        schedule.done += 1
        schedule.updated_at, schedule.leased_until = moment, None
        if schedule.done == len(schedule.steps):
            schedule.state, schedule.next_at = "done", None
        elif schedule.state == "running":
            schedule.next_at = moment + hold
        else:
            # Paused while the step was made: all of its hold is left.
            schedule.held_seconds = hold.total_seconds()

    async def _stop(
        self, schedule: ScheduleDocument, state: Literal["paused", "cancelled"], reason: str
    ) -> None:
        def decide(held: ScheduleDocument) -> list[OutboxEntry]:
            held.state, held.reason, held.next_at = state, reason, None
            held.held_seconds, held.leased_until = 0.0, None
            held.updated_at = self._clock()
            return [self._history.of(f"schedule.{state}", held, reason=reason)]

        log.warning("schedule_stopped", schedule_id=schedule.id, state=state, reason=reason)
        await self._store.change(schedule.id, decide)
