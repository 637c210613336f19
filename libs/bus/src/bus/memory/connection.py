"""`MemoryConnection`: the bus without sockets, for unit tests."""

import asyncio
from collections.abc import Mapping, Sequence

from bus.appends import Appends
from bus.connection import Callback, Handler
from bus.delivery import Delivery
from bus.faults import BusUnavailable, NoAnswerInTime, NobodyAnswered
from bus.inboxes import require_inbox
from bus.key_value import KeyValue
from bus.listeners import Listeners
from bus.memory.broker import MemoryBroker
from bus.memory.puller import MemoryPuller
from bus.memory.storage import MemoryStorage
from bus.memory.subscription import MemorySubscription
from bus.messages import NO_HEADERS, Incoming, Stored, StreamState
from bus.streams import BucketSpec, ConsumerSpec, StreamSpec


class MemoryConnection(Appends):
    """Behaves as a `NatsConnection` does; several share a broker as connections share a server."""

    def __init__(self, broker: MemoryBroker | None = None) -> None:
        self.broker = broker or MemoryBroker()
        self._connected = True
        self._waiting: set[asyncio.Future[Incoming]] = set()
        self._subscriptions: list[MemorySubscription] = []
        self._reconnects = Listeners()
        self._storage = MemoryStorage(self.broker, self)

    @property
    def is_connected(self) -> bool:
        """Say whether anything can be sent at this moment."""
        return self._connected

    async def request(
        self,
        subject: str,
        payload: bytes,
        *,
        headers: Mapping[str, str] = NO_HEADERS,
        timeout_seconds: float = 5.0,
    ) -> Incoming:
        """Send and await one answer."""
        self._require_connection()
        inbox, answer = self.broker.open_inbox()
        self._waiting.add(answer)
        try:
            if not self.broker.publish(subject, payload, headers, reply=inbox):
                raise NobodyAnswered(subject)
            async with asyncio.timeout(timeout_seconds):
                return await answer
        except TimeoutError:
            raise NoAnswerInTime(f"{subject} did not answer in time.") from None
        finally:
            self._waiting.discard(answer)
            answer.cancel()

    async def publish(
        self,
        subject: str,
        payload: bytes,
        *,
        headers: Mapping[str, str] = NO_HEADERS,
        reply: str = "",
    ) -> None:
        """Send to whoever listens at this moment."""
        if reply:
            require_inbox(reply)
        self._require_connection()
        self.broker.publish(subject, payload, headers, reply=reply)

    async def subscribe(
        self, subject: str, handler: Handler, *, queue: str = ""
    ) -> MemorySubscription:
        """Hand each message to `handler`, one after the other."""
        self._require_connection()
        subscription = MemorySubscription(self.broker, subject, handler, queue=queue)
        self._subscriptions.append(subscription)
        return subscription

    async def pull(self, stream: str, durable: str) -> MemoryPuller:
        """Open a durable for reading."""
        self._require_connection()
        known = self.broker.durable(stream, durable)
        return MemoryPuller(known, clock=self.broker.clock, is_connected=lambda: self._connected)

    async def state(self, stream: str) -> StreamState:
        """Return what a stream holds."""
        self._require_connection()
        return self.broker.stream(stream).state()

    async def acknowledge(self, deliveries: Sequence[Delivery]) -> None:
        """Say of all these that they are done with."""
        for one in deliveries:
            await one.ack()

    async def settled(self, stream: str, durable: str) -> int:
        """Return up to which place of the stream the durable has settled everything."""
        self._require_connection()
        return self.broker.durable(stream, durable).settled()

    async def stored(self, stream: str, sequence: int) -> Stored | None:
        """Return the message at a place of the stream."""
        self._require_connection()
        return self.broker.stream(stream).at(sequence)

    async def ensure_stream(self, spec: StreamSpec) -> None:
        """Make the stream as specified, or adjust it."""
        self.broker.ensure_stream(spec)

    async def ensure_bucket(self, spec: BucketSpec) -> None:
        """Make the bucket as specified, or adjust it."""
        stream = StreamSpec(
            f"KV_{spec.name}", (f"$KV.{spec.name}.>",), max_message_bytes=spec.max_value_bytes
        )
        self.broker.ensure_stream(stream, newest_only=True)

    async def ensure_consumer(self, spec: ConsumerSpec) -> None:
        """Make the durable as specified, or adjust it."""
        self.broker.ensure_consumer(spec)

    def key_value(self, bucket: str) -> KeyValue:
        """Return a bucket's values."""
        return KeyValue(bucket, self._storage)

    def on_reconnect(self, callback: Callback) -> Callback:
        """Call back each time the line is up again; return what takes that back."""
        return self._reconnects.add(callback)

    async def flush(self) -> None:
        """Let what was sent be received."""
        await asyncio.sleep(0)

    async def drain(self) -> None:
        """Finish what was received, close."""
        for subscription in self._subscriptions:
            await subscription.drain()
        self._storage.disconnected()
        self._connected = False

    def disconnect(self) -> None:
        """Take the line down, for tests of what happens then."""
        self._connected = False
        for answer in self._waiting:
            answer.set_exception(BusUnavailable("The line was lost before the answer."))
        for subscription in self._subscriptions:
            subscription.pause()
        self._storage.disconnected()
        self.broker.wake()

    def reconnect(self) -> None:
        """Bring the line up again."""
        self._connected = True
        for subscription in self._subscriptions:
            subscription.resume()
        self._storage.reconnected()
        self._reconnects.tell()

    def _require_connection(self) -> None:
        if not self._connected:
            raise BusUnavailable
