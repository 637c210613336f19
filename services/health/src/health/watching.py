"""Everything that watches targets, and how it hangs together."""

import asyncio
import ssl
from collections.abc import Coroutine, Iterator
from typing import Any

from chassis import Chassis, Clock, now, uuid7
from sinks.guard import Guard

from health.announcing import Announcer
from health.fleet.scatter import Scatter
from health.history.recorder import Recorder
from health.history.reports import Reports
from health.history.store import HistoryStore
from health.leases.keeper import Keeper
from health.leases.store import LeaseStore
from health.maintenance.calendar import Calendar
from health.maintenance.store import WindowStore
from health.probes.bus import BusProbe
from health.probes.heartbeat import HeartbeatProbe
from health.probes.registry import Probes
from health.probes.running import Prober
from health.results.board import Board
from health.results.store import StateStore
from health.scheduler import Scheduler
from health.settings import Settings
from health.targets.catalogue import Catalogue
from health.targets.heartbeats import Heartbeats
from health.targets.store import HeartbeatStore, TargetStore
from health.turns import again
from health.watch import Watch

Work = Coroutine[Any, Any, None]
_TURN_SECONDS = 1.0
_FORGET_SECONDS = 600.0


class Watching:
    """One of each."""

    def __init__(self, chassis: Chassis[Settings], *, clock: Clock = now) -> None:
        settings, outbox = chassis.settings, chassis.outbox
        self._connection = chassis.connection
        self._clock = clock
        self.board = Board()
        self.targets = TargetStore(outbox)
        self.catalogue = Catalogue(
            self.targets,
            path=settings.targets_file,
            addresses=settings.addresses,
            changed=self.board.define,
        )
        beats = HeartbeatStore()
        self.heartbeats = Heartbeats(
            self.board, beats, secret=settings.heartbeat_secret, clock=clock
        )
        self.windows = WindowStore(outbox)
        self.calendar = Calendar(self.windows)
        self._states, history = StateStore(), HistoryStore()
        self.reports = Reports(history)
        self._recorder = Recorder(history, self._states)
        self._keeper = Keeper(LeaseStore(), uuid7())
        self.owns = self._keeper.owns
        self.scatter = Scatter(self._connection)
        self._guard = Guard(allowed=settings.allowed_networks)
        self._probes = Probes(
            {
                "bus": BusProbe(self.scatter),
                "heartbeat": HeartbeatProbe(beats, self._interval, clock=clock),
            }
        )
        self.watch = Watch(
            self.board,
            Prober(self._probes.by_kind, self._guard, tls=_believed(settings)),
            self._recorder,
            announce=Announcer(outbox).announce,
            in_maintenance=lambda target: self.calendar.covers(target, clock()),
            clock=clock,
        )
        self.scheduler = Scheduler(self.board, self.watch.probe, self.owns)

    async def begin(self) -> None:
        """Know what was known, before the first probe."""
        await self.catalogue.refresh()
        await self.calendar.refresh()
        self.board.merge(await self._states.read_all())
        await self.watch.listen(self._connection)

    def work(self) -> Iterator[Work]:
        """Return what goes on until the service ends."""
        yield self._keeper.run()
        yield self._recorder.run()
        yield self.scheduler.run()
        yield self.watch.tell(self._connection)
        yield again(self.catalogue.refresh, seconds=_TURN_SECONDS)
        yield again(self.calendar.refresh, seconds=_TURN_SECONDS)
        yield again(self._forget, seconds=_FORGET_SECONDS)
        yield self._close_at_last()

    async def _forget(self) -> None:
        await self._recorder.forget(self._clock())

    async def _close_at_last(self) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await self._probes.close()

    def _interval(self, target_id: str) -> int:
        target = self.board.targets.get(target_id)
        return target.interval_seconds if target else 0


def _believed(settings: Settings) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if settings.ca_file:
        context.load_verify_locations(settings.ca_file)
    return context
