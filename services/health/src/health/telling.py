"""Everything that is made of what was watched, and how it hangs together."""

from collections.abc import Coroutine, Iterator, Sequence
from datetime import timedelta
from typing import Any

from chassis import AuditTrail, Chassis, Clock, now
from contracts.health.v1 import Incident
from sinks import Courier, build

from health.alerts.sender import Sender
from health.alerts.store import AlertStore
from health.fleet.view import Fleet
from health.incidents.detective import Detective
from health.incidents.history import IncidentHistory
from health.incidents.store import IncidentStore
from health.platform import Platform
from health.public import PublicStatus
from health.settings import Settings
from health.tenants.mirror import Tenants
from health.turns import again
from health.watching import Watching

Work = Coroutine[Any, Any, None]
_TURN_SECONDS = 1.0


class Telling:
    """One of each."""

    def __init__(
        self, chassis: Chassis[Settings], watching: Watching, *, clock: Clock = now
    ) -> None:
        settings = chassis.settings
        board, calendar = watching.board, watching.calendar
        self._connection = chassis.connection
        self.audit = AuditTrail(settings.service)
        self.tenants = Tenants()
        self.incidents = IncidentStore(chassis.outbox)
        self.incident_history = IncidentHistory(self.audit)
        self._detective = Detective(
            board,
            self.incidents,
            self.incident_history,
            self.tenants,
            owns=watching.owns,
            in_maintenance=calendar.covers,
            clock=clock,
        )
        self._sender = Sender(
            self.incidents,
            AlertStore(),
            build(settings.sinks),
            Courier(),
            reminder=timedelta(minutes=settings.reminder_minutes),
            in_maintenance=calendar.covers,
            clock=clock,
        )
        self.fleet = Fleet(self._connection, watching.scatter, clock=clock)
        self.platform = Platform(board, calendar, open_incidents=self.open_incidents, clock=clock)
        self.public = PublicStatus(
            self.platform,
            watching.reports,
            incidents=self.incidents,
            calendar=calendar,
            tenants=self.tenants,
        )

    def open_incidents(self) -> Sequence[Incident]:
        """Return the open incidents as of the last look."""
        return self._detective.open

    async def begin(self) -> None:
        """Know the tenants, before anything can hit them."""
        await self.tenants.follow(self._connection)

    def work(self) -> Iterator[Work]:
        """Return what goes on until the service ends."""
        yield self.fleet.run()
        yield again(self._detective.turn, seconds=_TURN_SECONDS)
        yield self._sender.run()
