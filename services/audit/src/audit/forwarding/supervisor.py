"""Runs a forwarder for each sink, beside the others: none waits for another."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog
from chassis.ending import end
from chassis.faults import database_deadline
from chassis.lease import Lease, LeaseLost
from contracts.faults import Fault

from audit.forwarding.documents import SinkDocument
from audit.forwarding.forwarder import Forwarder
from audit.forwarding.store import SinkStore

log = structlog.get_logger()
_LOOK_SECONDS = 1.0
Make = Callable[[SinkDocument], Forwarder]
MakeLease = Callable[[str], Lease]


class Supervisor:
    """Each sink is forwarded to by one instance, by its lease; another takes over if that dies."""

    def __init__(
        self,
        store: SinkStore,
        *,
        make: Make,
        lease: MakeLease,
        look_seconds: float = _LOOK_SECONDS,
    ) -> None:
        self._store = store
        self._make = make
        self._lease = lease
        self._look_seconds = look_seconds
        self._running: dict[str, tuple[datetime, asyncio.Task[None]]] = {}

    async def run(self) -> None:
        """Follow what operators change, until cancelled."""
        try:
            while True:
                try:
                    await self._look()
                except Fault as fault:
                    log.warning("sinks_wait", reason=fault.reason)
                await asyncio.sleep(self._look_seconds)
        finally:
            await end([task for _, task in self._running.values()])

    async def _look(self) -> None:
        with database_deadline():
            kept = await self._store.all_kept()
        wanted = {sink.id: sink for sink in kept if not sink.paused}
        over = [
            identity
            for identity, (since, task) in self._running.items()
            if task.done() or identity not in wanted or wanted[identity].updated_at != since
        ]
        await end([self._running.pop(identity)[1] for identity in over])
        for identity, sink in wanted.items():
            if identity not in self._running:
                task = asyncio.create_task(self._forward(sink), name=f"sink {identity}")
                self._running[identity] = (sink.updated_at, task)

    async def _forward(self, sink: SinkDocument) -> None:
        lease = self._lease(sink.id)
        while True:
            try:
                forwarder = self._make(sink)
                epoch = await lease.acquire()
                await lease.hold(epoch, forwarder.run(epoch))
            except LeaseLost:
                log.warning("sink_taken_over", sink_id=sink.id)
            except Fault as fault:
                log.warning("sink_waits", sink_id=sink.id, reason=fault.reason)
            except Exception:
                # A mistake of ours with one sink: the others go on, and this one is tried again.
                log.exception("sink_broken", sink_id=sink.id)
            await asyncio.sleep(self._look_seconds)
