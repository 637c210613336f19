"""Publishes what documents carry in their outbox, then removes it (ADR 0003)."""

import asyncio
import contextlib
from collections.abc import Sequence

import structlog
from bus import Connection
from bus.backoff import Backoff
from contracts.faults import Fault
from pymongo.errors import PyMongoError

from chassis.moving import Mover
from chassis.patience import Patience
from chassis.pending import Pending
from chassis.publisher import Publisher
from chassis.removal import Collection
from chassis.telemetry import RelayFigures

log = structlog.get_logger()
_SWEEP_SECONDS = 5.0


class Relay:
    """Moves outbox entries to the bus, in order within a document, at least once.

    Woken after every write, by the timer, and when the bus is back. Entries are removed only after
    the stream's acknowledgement; a kill in between publishes again, and the entry's id dedupes.
    """

    def __init__(
        self,
        connection: Connection,
        collections: Sequence[Collection],
        *,
        transient: Sequence[Collection] = (),
        sweep_seconds: float = _SWEEP_SECONDS,
    ) -> None:
        """`transient` collections hold documents that are removed once their outbox is empty."""
        self.figures = RelayFigures()
        self._sweep_seconds = sweep_seconds
        self._backoff = Backoff(first_seconds=0.2, ceiling_seconds=sweep_seconds)
        self._awake = asyncio.Event()
        self._restored = asyncio.Event()
        publisher = Publisher(connection)
        self._pending = [
            Pending(
                collection,
                Mover(collection, publisher, self.figures, is_transient=is_transient),
                patience=Patience(),
            )
            for group, is_transient in ((collections, False), (transient, True))
            for collection in group
        ]
        connection.on_reconnect(self._reconnected)

    def wake(self) -> None:
        """Ask for a sweep soon; cheap, from anywhere in the loop."""
        self._awake.set()

    async def run(self) -> None:
        """Sweep at start, when woken and on the timer, until cancelled."""
        failures = 0
        while True:
            self._awake.clear()
            self._restored.clear()
            try:
                await self.sweep()
            except (Fault, PyMongoError) as error:
                failures += 1
                if failures == 1:
                    log.warning("relay_waits", reason=str(error).split(",", 1)[0])
                await self._count()
                # Not for a write's wake: it would fail as this did.
                await _wait(self._restored, self._backoff.delay(failures))
                continue
            if failures:
                log.info("relay_resumed")
            failures = 0
            await _wait(self._awake, self._sweep_seconds)

    async def sweep(self) -> int:
        """Publish everything that waits; return how many entries moved.

        Raises when bus or database can't be reached; entries at fault themselves are set aside.
        """
        before = self.figures.moved
        # Side by side: a long queue of one collection holds up no other's.
        ended = await asyncio.gather(
            *(pending.sweep() for pending in self._pending), return_exceptions=True
        )
        for failure in ended:
            if failure is not None:
                raise failure
        self.figures.waiting = sum(len(pending.patience) for pending in self._pending)
        return self.figures.moved - before

    async def depth(self) -> int:
        """Return how many documents wait to be published."""
        return sum([await pending.count() for pending in self._pending])

    async def _count(self) -> None:
        with contextlib.suppress(PyMongoError):
            self.figures.waiting = await self.depth()

    def _reconnected(self) -> None:
        """Try at once what may have failed for the lack of a bus."""
        for pending in self._pending:
            pending.patience.forget()
        self._restored.set()
        self._awake.set()


async def _wait(event: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
