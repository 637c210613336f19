"""Everything that works beside the rpcs, and how it hangs together."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog
from bus import Connection, subjects
from chassis import AuditTrail, Chassis, Clock, OutboxEntry, now, uuid7
from chassis.transient import record
from contracts.faults import Fault
from contracts.health.v1 import StatusChanged
from pymongo.errors import PyMongoError
from sinks import Courier, build

from health.alerts.sender import Sender
from health.alerts.store import AlertStore
from health.fleet.scatter import Scatter
from health.fleet.view import Fleet
from health.history.recorder import Recorder
from health.history.reports import Reports
from health.history.store import HistoryStore
from health.incidents.detective import Detective
from health.incidents.history import IncidentHistory
from health.incidents.store import IncidentStore
from health.incidents.tenants import Tenants
from health.leases.keeper import Keeper
from health.leases.store import LeaseStore
from health.maintenance.calendar import Calendar
from health.maintenance.store import WindowStore
from health.probes.bus import BusProbe
from health.probes.guard import Guard
from health.probes.heartbeat import HeartbeatProbe
from health.probes.registry import Probes
from health.probes.running import Prober
from health.results.board import Board
from health.results.store import StateStore
from health.scheduler import Scheduler
from health.settings import Settings
from health.targets.catalogue import Catalogue
from health.targets.store import HeartbeatStore, TargetStore
from health.watch import Watch

log = structlog.get_logger()
_TURN_SECONDS = 1.0
_FORGET_SECONDS = 600.0


class Parts:
    """One of each; the composition root's rooms."""

    def __init__(self, chassis: Chassis[Settings], *, clock: Clock = now) -> None:
        settings, outbox = chassis.settings, chassis.outbox
        self._connection: Connection = chassis.connection
        self._clock = clock
        self._outbox = outbox
        self.audit = AuditTrail("health")
        self.board = Board()
        self.beats = HeartbeatStore()
        self.targets = TargetStore(outbox)
        self.catalogue = Catalogue(
            self.targets,
            path=settings.targets_file,
            addresses=settings.addresses,
            changed=self.board.define,
        )
        self.windows = WindowStore(outbox)
        self.calendar = Calendar(self.windows)
        self.states = StateStore()
        self.history = HistoryStore()
        self.reports = Reports(self.history)
        self.recorder = Recorder(self.history, self.states)
        self.keeper = Keeper(LeaseStore(), uuid7())
        scatter = Scatter(self._connection)
        self.guard = Guard(allowed=settings.allowed_networks)
        self.probes = Probes(
            {
                "bus": BusProbe(scatter),
                "heartbeat": HeartbeatProbe(self.beats, self._interval, clock=clock),
            }
        )
        tls = ssl.create_default_context()
        if settings.ca_file:
            tls.load_verify_locations(settings.ca_file)
        self.watch = Watch(
            self.board,
            Prober(self.probes.by_kind, self.guard, tls=tls),
            self.recorder,
            announce=self._announce,
            in_maintenance=lambda target: self.calendar.covers(target, clock()),
            clock=clock,
        )
        self.scheduler = Scheduler(self.board, self.watch.probe, self.keeper.owns)
        self.tenants = Tenants()
        self.incidents = IncidentStore(outbox)
        self.incident_history = IncidentHistory(self.audit)
        self.detective = Detective(
            self.board,
            self.incidents,
            self.incident_history,
            self.tenants,
            owns=self.keeper.owns,
            in_maintenance=self.calendar.covers,
            clock=clock,
        )
        self.sender = Sender(
            self.incidents,
            AlertStore(),
            build(settings.sinks),
            Courier(),
            reminder=timedelta(minutes=settings.reminder_minutes),
            in_maintenance=self.calendar.covers,
            clock=clock,
        )
        self.fleet = Fleet(self._connection, scatter, clock=clock)

    async def begin(self) -> None:
        """Know what was known, before the first probe."""
        await self.catalogue.refresh()
        await self.calendar.refresh()
        self.board.merge(await self.states.read_all())
        await self.watch.listen(self._connection)
        await self.tenants.follow(self._connection)

    async def run(self) -> None:
        """Work until cancelled, then let go of everything."""
        try:
            async with asyncio.TaskGroup() as work:
                for coroutine in (
                    self.keeper.run(),
                    self.recorder.run(),
                    self.scheduler.run(),
                    self.watch.tell(self._connection),
                    self.fleet.run(),
                    _again(self.catalogue.refresh, _TURN_SECONDS),
                    _again(self.calendar.refresh, _TURN_SECONDS),
                    _again(self.detective.turn, _TURN_SECONDS),
                    _again(self.sender.turn, _TURN_SECONDS),
                    _again(self._forget, _FORGET_SECONDS),
                ):
                    work.create_task(coroutine)
        finally:
            await self.sender.stop()
            await self.probes.close()
            self.guard.close()

    async def _forget(self) -> None:
        await self.recorder.forget(self._clock())

    def _interval(self, target_id: str) -> int:
        target = self.board.targets.get(target_id)
        return target.interval_seconds if target else 0

    async def _announce(self, change: StatusChanged) -> None:
        entry = OutboxEntry(
            subject=subjects.event("health", None, "status_changed"),
            payload=change.dump_json().decode(),
        )
        try:
            await record(self._outbox, entry)
        except PyMongoError as error:
            # The board tells it to everybody nevertheless.
            log.warning("change_not_announced", reason=str(error).split(",", 1)[0])


async def _again(turn: Callable[[], Awaitable[None]], seconds: float) -> None:
    while True:
        try:
            await turn()
        except (Fault, PyMongoError) as error:
            log.warning(
                "turn_waits",
                turn=getattr(turn, "__qualname__", ""),
                reason=str(error).split(",", 1)[0],
            )
        await asyncio.sleep(seconds)
