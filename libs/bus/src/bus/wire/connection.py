"""`NatsConnection`: the bus over a socket."""

from collections.abc import Mapping, Sequence

import structlog
from nats import errors

from bus.appends import Appends
from bus.connection import Callback, Handler
from bus.delivery import Delivery, Settlement
from bus.faults import BusUnavailable
from bus.inboxes import require_inbox
from bus.key_value import KeyValue
from bus.listeners import Listeners
from bus.messages import NO_HEADERS, Incoming, Stored, StreamState
from bus.streams import BucketSpec, ConsumerSpec, StreamSpec
from bus.wire.core import PersistentClient
from bus.wire.inspection import Inspection
from bus.wire.management import Management
from bus.wire.puller import NatsPuller
from bus.wire.requests import Requests, publish
from bus.wire.storage import NatsStorage
from bus.wire.subscription import NatsSubscription

log = structlog.get_logger()
_DRAIN_SECONDS = 10.0
_DONE = Settlement.ACK.value.encode()


class NatsConnection(Appends):
    """Reconnects for ever, and says at once when it cannot send."""

    def __init__(self, client: PersistentClient) -> None:
        self._client = client
        self._requests = Requests(client)
        self._management = Management(self._requests)
        self._inspection = Inspection(self._management)
        self._reconnects = Listeners()
        self._disconnects = Listeners()
        self._disconnects.add(self._requests.lost)
        self._storage = NatsStorage(client, self._requests, self._reconnects)
        self._wanted = False

    @property
    def is_connected(self) -> bool:
        """Say whether anything can be sent at this moment."""
        return bool(self._client.is_connected)

    async def open(self) -> None:
        """Make ready for answers."""
        await self._requests.open()
        self._wanted = True

    async def request(
        self,
        subject: str,
        payload: bytes,
        *,
        headers: Mapping[str, str] = NO_HEADERS,
        timeout_seconds: float = 5.0,
    ) -> Incoming:
        """Send and await one answer."""
        return await self._requests.request(
            subject, payload, headers=headers, timeout_seconds=timeout_seconds
        )

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
        await publish(self._client, subject, payload, headers=headers, reply=reply)

    async def subscribe(
        self, subject: str, handler: Handler, *, queue: str = ""
    ) -> NatsSubscription:
        """Hand each message to `handler`, one after the other."""
        return await NatsSubscription.open(self._client, subject, handler, queue=queue)

    async def pull(self, stream: str, durable: str) -> NatsPuller:
        """Open a durable for reading."""
        puller = NatsPuller(self._client, stream, durable, disconnects=self._disconnects)
        await puller.open()
        return puller

    async def acknowledge(self, deliveries: Sequence[Delivery]) -> None:
        """Say of all these that they are done with."""
        if not self.is_connected:
            raise BusUnavailable
        await self._client.publish_to_all([one.reply for one in deliveries], _DONE)

    async def state(self, stream: str) -> StreamState:
        """Return what a stream holds."""
        return await self._inspection.state(stream)

    async def settled(self, stream: str, durable: str) -> int:
        """Return up to which place of the stream the durable has settled everything."""
        return await self._inspection.settled(stream, durable)

    async def stored(self, stream: str, sequence: int) -> Stored | None:
        """Return the message at a place of the stream."""
        return await self._inspection.stored(stream, sequence)

    async def ensure_stream(self, spec: StreamSpec) -> None:
        """Make the stream as specified, or adjust it."""
        await self._management.ensure_stream(spec)

    async def ensure_bucket(self, spec: BucketSpec) -> None:
        """Make the bucket as specified, or adjust it."""
        await self._management.ensure_bucket(spec)

    async def ensure_consumer(self, spec: ConsumerSpec) -> None:
        """Make the durable as specified, or adjust it."""
        await self._management.ensure_consumer(spec)

    def key_value(self, bucket: str) -> KeyValue:
        """Return a bucket's values."""
        return KeyValue(bucket, self._storage)

    def on_reconnect(self, callback: Callback) -> Callback:
        """Call back each time the line is up again; return what takes that back."""
        return self._reconnects.add(callback)

    async def flush(self) -> None:
        """Return when the server has everything sent before."""
        if not self.is_connected:
            raise BusUnavailable
        try:
            await self._client.flush()
        except errors.Error:
            raise BusUnavailable from None

    async def drain(self) -> None:
        """Finish what was received, send what is left, close."""
        self._wanted = False
        await self._requests.settle(timeout_seconds=_DRAIN_SECONDS)
        try:
            await self._client.drain()
        except errors.Error:
            await self._client.close()

    async def line_lost(self) -> None:
        """Take note that the line is down."""
        if self._wanted:
            log.warning("bus_disconnected")
        self._disconnects.tell()

    async def line_restored(self) -> None:
        """Take note that the line is up again."""
        log.info("bus_reconnected")
        self._reconnects.tell()
