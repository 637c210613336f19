"""Works through a stream with a durable name: in batches, with retries, one batch ahead."""

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import suppress

import structlog
from contracts.faults import Fault, Unavailable

from bus.backoff import Backoff
from bus.connection import Connection, Puller
from bus.delivery import Delivery
from bus.settling import BatchHandler, Worker
from bus.streams import ConsumerSpec
from bus.tasks import lasting

log = structlog.get_logger()
_FETCH_SECONDS = 30.0
_RETRY = Backoff()
_PAUSE = Backoff(first_seconds=0.1, ceiling_seconds=5.0)


class Consumer:
    """At least once: the handler must not mind to see a message again.

    `handler` gets a batch. It may `reject` or `retry` single deliveries; all others are done when
    it returns. If it raises, the batch is halved until the message at fault stands alone, and that
    one is tried again later, `max_deliver` times in all. If it raises Unavailable, what it needs is
    down: then the batch waits here, and no message is blamed. Up to `at_once` batches are at work
    side by side; with more than one, a batch may be done before the one that was fetched first.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        stream: str,
        durable: str,
        handler: BatchHandler,
        filter_subjects: Sequence[str] = (),
        batch: int = 500,
        at_once: int = 1,
        max_deliver: int = 10,
        backoff: Backoff = _RETRY,
        pause: Backoff = _PAUSE,
        ack_wait_seconds: float = 30.0,
    ) -> None:
        self.spec = ConsumerSpec(
            stream, durable, tuple(filter_subjects), ack_wait_seconds=ack_wait_seconds
        )
        self._connection = connection
        self._batch = batch
        self._at_once = at_once
        self._pause = pause
        self._worker = Worker(
            connection, handler, self.spec, max_deliver=max_deliver, backoff=backoff
        )
        self._held: set[Delivery] = set()
        self._wake = asyncio.Event()
        self._stopping = False
        self._puller: Puller | None = None

    async def start(self) -> None:
        """Make the durable if it is missing, and begin."""
        await self._connection.ensure_consumer(self.spec)
        self._puller = await self._connection.pull(self.spec.stream, self.spec.durable)
        self._forget = self._connection.on_reconnect(self._wake.set)
        self._running = lasting(self._run(self._puller), name=f"consume {self.spec.durable}")
        self._keeping = lasting(self._keep(), name=f"keep {self.spec.durable}")

    async def stop(self) -> None:
        """Finish the batch at work; what was fetched ahead is delivered again at once."""
        if self._puller is None:
            return
        self._stopping = True
        self._wake.set()
        self._forget()
        await self._puller.close()
        await asyncio.wait([self._running])
        self._keeping.cancel()

    async def _run(self, puller: Puller) -> None:
        ahead = asyncio.create_task(self._fetch(puller))
        working = deque[asyncio.Task[None]]()
        while not self._stopping:
            if batch := await ahead:
                working.append(lasting(self._work(batch), name=f"work {self.spec.durable}"))
            ahead = asyncio.create_task(self._fetch(puller))
            if len(working) == self._at_once:
                await working.popleft()
        await asyncio.gather(*working)
        await self._give_back(await ahead)

    async def _fetch(self, puller: Puller) -> list[Delivery]:
        for delay in self._pause.delays():
            if self._stopping:
                break
            try:
                fetched = await puller.fetch(self._batch, timeout_seconds=_FETCH_SECONDS)
            except Unavailable as fault:
                log.warning("consumer_waits", durable=self.spec.durable, reason=fault.reason)
                await self._sleep(delay)
            else:
                self._held.update(fetched)
                return fetched
        return []

    async def _work(self, batch: Sequence[Delivery]) -> None:
        for delay in self._pause.delays():
            try:
                await self._worker.handle(batch)
                break
            except Unavailable as fault:
                log.warning("consumer_waits", durable=self.spec.durable, reason=fault.reason)
            await self._sleep(delay)
            if self._stopping:
                await self._give_back(batch)
                return
        self._held.difference_update(batch)
        await self._worker.settle(batch)

    async def _give_back(self, batch: Sequence[Delivery]) -> None:
        self._held.difference_update(batch)
        for delivery in batch:
            with suppress(Fault):
                await delivery.nak()

    async def _keep(self) -> None:
        """Hold on to what waits for its turn or takes long."""
        while True:
            await asyncio.sleep(self.spec.ack_wait_seconds / 3)
            for delivery in list(self._held):
                with suppress(Fault):
                    await delivery.in_progress()

    async def _sleep(self, seconds: float) -> None:
        """Wait, but no longer than until the line is up again or this consumer stops."""
        self._wake.clear()
        if not self._stopping:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._wake.wait()
