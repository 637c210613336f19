"""What becomes of a delivery: done, again later, or a dead letter."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager

import structlog
from contracts.faults import Fault, Unavailable

from bus import tracing
from bus.backoff import Backoff
from bus.connection import Connection
from bus.dead_letters import DeadLetter, bury
from bus.delivery import Delivery, Verdict
from bus.streams import ConsumerSpec

log = structlog.get_logger()
BatchHandler = Callable[[Sequence[Delivery]], Awaitable[None]]
_LONGEST_REASON = 500


class Worker:
    """Hands batches to the handler and tells the stream how it went."""

    def __init__(
        self,
        connection: Connection,
        handler: BatchHandler,
        spec: ConsumerSpec,
        *,
        max_deliver: int,
        backoff: Backoff,
    ) -> None:
        self._connection = connection
        self._handler = handler
        self._spec = spec
        self._max_deliver = max_deliver
        self._backoff = backoff

    async def handle(self, batch: Sequence[Delivery]) -> None:
        """Let the handler decide about each; raises Unavailable when it cannot work at present."""
        for delivery in batch:
            if delivery.deliveries > self._max_deliver:
                delivery.reject(f"No answer after {delivery.deliveries - 1} deliveries.")
        name = f"{self._spec.stream}.{self._spec.durable}"
        with tracing.consuming(name, [delivery.headers for delivery in batch]):
            await self._handle(batch)

    async def settle(self, batch: Sequence[Delivery]) -> None:
        """Carry out what was decided. What can't be told now is delivered again."""
        done = [delivery for delivery in batch if delivery.verdict is Verdict.DONE]
        others = [delivery for delivery in batch if delivery.verdict is not Verdict.DONE]
        if done:
            with _told_again(done):
                await self._connection.acknowledge(done)
        for delivery in others:
            with _told_again([delivery]):
                await self._settle(delivery)

    async def _handle(self, batch: Sequence[Delivery]) -> None:
        undecided = [delivery for delivery in batch if delivery.verdict is Verdict.DONE]
        if not undecided:
            return
        try:
            await self._handler(undecided)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001 - logged once, for the message at fault
            await self._isolate(undecided, error)

    async def _isolate(self, failed: Sequence[Delivery], error: Exception) -> None:
        """Halve the batch until the message that fails stands alone."""
        if len(failed) > 1:
            middle = len(failed) // 2
            await self._handle(failed[:middle])
            await self._handle(failed[middle:])
            return
        (delivery,) = failed
        log.error(
            "consumer_failed",
            durable=self._spec.durable,
            subject=delivery.subject,
            sequence=delivery.sequence,
            exc_info=error,
        )
        delivery.retry(f"{type(error).__name__}: {error}"[:_LONGEST_REASON])

    async def _settle(self, delivery: Delivery) -> None:
        if delivery.verdict is Verdict.RETRY and delivery.deliveries < self._max_deliver:
            await delivery.nak(delay_seconds=self._backoff.delay(delivery.deliveries))
        else:
            letter = DeadLetter.of(delivery, stream=self._spec.stream, durable=self._spec.durable)
            await bury(self._connection, letter)
            log.warning("dead_letter", subject=delivery.subject, reason=delivery.reason)
            await delivery.ack()


@contextmanager
def _told_again(deliveries: Sequence[Delivery]) -> Iterator[None]:
    """Leave it to the stream to deliver again what it couldn't be told of."""
    try:
        yield
    except Fault as fault:
        log.warning(
            "delivery_unsettled",
            subject=deliveries[0].subject,
            deliveries=len(deliveries),
            reason=fault.reason,
        )
