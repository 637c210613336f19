"""One ephemeral consumer of a bucket, as long as nothing of it is lost."""

import asyncio
from contextlib import suppress

from nats.aio.client import Client
from nats.aio.msg import Msg

from bus.faults import BusUnavailable
from bus.wire import configuration
from bus.wire.acknowledgements import place
from bus.wire.interest import Interest
from bus.wire.management import Management
from bus.wire.requests import publish

_HEARTBEAT_SECONDS = 5.0
_SILENCE_SECONDS = 3 * _HEARTBEAT_SECONDS
# ADR-17: a message without a body, with one of these headers, is the server's own.
_STATUS = "Status"
_LAST_SEQUENCE = "Nats-Last-Consumer"
_STALLED = "Nats-Consumer-Stalled"


class Feed:
    """The newest message of each subject, then what follows, without a gap or not at all."""

    def __init__(self, client: Client, management: Management) -> None:
        self._client = client
        self._management = management
        self._arrived: asyncio.Queue[Msg | None] = asyncio.Queue()
        self._subscription: Interest | None = None
        self._received = 0
        self.waiting = 0

    async def open(self, bucket: str, pattern: str, *, only_keys: bool) -> None:
        """Start; `waiting` is how many messages are there already."""
        inbox = self._client.new_inbox()
        self._subscription = await Interest.open(self._client, inbox, self._arrived.put)
        stream = f"KV_{bucket}"
        config = configuration.feed(
            subject=f"$KV.{bucket}.{pattern}",
            deliver_to=inbox,
            heartbeat_seconds=_HEARTBEAT_SECONDS,
            only_keys=only_keys,
        )
        body = {"stream_name": stream, "config": config}
        made = await self._management.call(f"CONSUMER.CREATE.{stream}", body)
        self.waiting = made["num_pending"] + made["delivered"]["consumer_seq"]

    async def next(self) -> Msg | None:
        """Return the next message; None when the feed is broken, and never anything after that."""
        while (message := await self._arrival()) is not None:
            carried = message.headers or {}
            if _STATUS in carried and not message.data:
                if not await self._keeps_pace(message):
                    return None
                continue
            self._received += 1
            if place(message.reply).consumer_sequence != self._received:
                return None
            return message
        return None

    def lost(self) -> None:
        """Break: the server that held the consumer is gone."""
        self._arrived.put_nowait(None)

    async def close(self) -> None:
        """Stop; the server removes a consumer that nobody listens to."""
        if self._subscription:
            await self._subscription.drop()

    async def _arrival(self) -> Msg | None:
        if not self._arrived.empty():
            return self._arrived.get_nowait()
        try:
            async with asyncio.timeout(_SILENCE_SECONDS):
                return await self._arrived.get()
        except TimeoutError:
            return None

    async def _keeps_pace(self, message: Msg) -> bool:
        """Answer flow control; compare what a heartbeat says was sent with what came."""
        carried = message.headers or {}
        with suppress(BusUnavailable):
            if wanted := message.reply or carried.get(_STALLED):
                await publish(self._client, wanted, b"", headers={})
        return int(carried.get(_LAST_SEQUENCE, self._received)) <= self._received
