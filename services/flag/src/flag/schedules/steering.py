"""Pauses, resumes and cancels schedules: one write each, with its entry."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from chassis import Clock, OutboxEntry, as_contract, now
from contracts.flag.v1 import Schedule

from flag.schedules import rules
from flag.schedules.documents import ScheduleDocument
from flag.schedules.history import ScheduleHistory
from flag.schedules.store import ScheduleStore

# False: there is nothing to change.
Edit = Callable[[ScheduleDocument], bool]


class Steering:
    """What people do to a schedule that isn't over."""

    def __init__(
        self, store: ScheduleStore, history: ScheduleHistory, *, clock: Clock = now
    ) -> None:
        self._store = store
        self._history = history
        self._clock = clock

    async def pause(self, identity: str, reason: str) -> Schedule:
        """Keep what is left of the hold."""

        def edit(schedule: ScheduleDocument) -> bool:
            if schedule.state == "paused":
                return False
            left = (schedule.next_at or self._clock()) - self._clock()
            schedule.held_seconds = max(0.0, left.total_seconds())
            schedule.state, schedule.next_at, schedule.reason = "paused", None, reason
            return True

        return await self._steered(identity, "paused", edit)

    async def resume(self, identity: str) -> Schedule:
        """Hold what was left."""

        def edit(schedule: ScheduleDocument) -> bool:
            if schedule.state == "running":
                return False
            schedule.armed_at = self._clock()
            schedule.next_at = schedule.armed_at + timedelta(seconds=schedule.held_seconds)
            schedule.state, schedule.reason, schedule.held_seconds = "running", "", 0.0
            return True

        return await self._steered(identity, "resumed", edit)

    async def cancel(self, identity: str, reason: str) -> Schedule:
        """End it."""

        def edit(schedule: ScheduleDocument) -> bool:
            schedule.state, schedule.next_at, schedule.reason = "cancelled", None, reason
            return True

        return await self._steered(identity, "cancelled", edit)

    async def _steered(self, identity: str, verb: str, edit: Edit) -> Schedule:
        def decide(schedule: ScheduleDocument) -> Sequence[OutboxEntry]:
            rules.ensure_alive(schedule)
            if not edit(schedule):
                return ()
            schedule.updated_at = self._clock()
            return [self._history.of(f"schedule.{verb}", schedule, reason=schedule.reason)]

        return snapshot(await self._store.change(identity, decide))


def snapshot(schedule: ScheduleDocument) -> Schedule:
    """Return the contract's message: a reply never shows what only the store needs."""
    return as_contract(Schedule, schedule.storable())
