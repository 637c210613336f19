"""Sends what is due to every sink, each alert once over all instances."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from chassis import Clock, now
from chassis.ending import end
from contracts.health.v1 import Incident
from sinks import Courier, NotDelivered, Notification, Sink

from health.alerts.rules import due
from health.alerts.store import AlertStore
from health.incidents.store import IncidentStore
from health.turns import again

# A resolve that couldn't be sent for so long helps nobody.
_LOOK_BACK = timedelta(hours=6)
_TURN_SECONDS = 1.0
Covers = Callable[[str, datetime], bool]


class Sender:
    """Each sink is served beside the others: one that is down delays nobody."""

    def __init__(
        self,
        incidents: IncidentStore,
        alerts: AlertStore,
        sinks: Sequence[Sink],
        courier: Courier,
        *,
        reminder: timedelta,
        in_maintenance: Covers,
        clock: Clock = now,
    ) -> None:
        self._incidents = incidents
        self._alerts = alerts
        self._sinks = sinks
        self._courier = courier
        self._reminder = reminder
        self._in_maintenance = in_maintenance
        self._clock = clock
        self._sending: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Send until cancelled; what isn't sent by then is claimed by somebody else later."""
        try:
            await again(self.turn, seconds=_TURN_SECONDS)
        finally:
            await end(list(self._sending.values()))

    async def turn(self) -> None:
        """Begin to send what is due."""
        if not self._sinks:
            return
        moment = self._clock()
        incidents = await self._incidents.all_open()
        incidents += await self._incidents.all_closed_since(moment - _LOOK_BACK)
        for incident in incidents:
            for kind, notification in due(incident, moment, reminder=self._reminder):
                if kind.startswith("reminder") and self._in_maintenance(incident.target_id, moment):
                    continue
                for sink in self._sinks:
                    await self._begin(incident, kind, notification, sink)

    async def _begin(
        self, incident: Incident, kind: str, notification: Notification, sink: Sink
    ) -> None:
        key = f"{incident.id}:{kind}:{sink.name}"
        if key in self._sending:
            return
        # Who never heard of the beginning needn't hear of the end.
        opened = f"{incident.id}:opened:{sink.name}"
        if kind == "resolved" and not await self._alerts.was_sent_in_all(opened):
            return
        if not await self._alerts.claim_in_all(key, self._clock()):
            return
        task = asyncio.create_task(self._send(key, notification, sink))
        self._sending[key] = task
        task.add_done_callback(lambda _: self._sending.pop(key, None))

    async def _send(self, key: str, notification: Notification, sink: Sink) -> None:
        try:
            await self._courier.deliver(sink, notification)
        except NotDelivered:
            await self._alerts.finish_in_all(key, "refused")
        else:
            await self._alerts.finish_in_all(key, "sent")
