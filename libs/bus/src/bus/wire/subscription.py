"""Interest in a subject, over NATS."""

from contextlib import suppress

from nats import errors
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

from bus.connection import Handler
from bus.handling import guarded
from bus.messages import NO_HEADERS, Incoming


class NatsSubscription:
    """Survives reconnecting: nats-py subscribes again."""

    def __init__(self, client: Client, handler: Handler) -> None:
        self._client = client
        self._handler = guarded(handler)
        self._subscription: Subscription | None = None

    async def open(self, subject: str, *, queue: str) -> None:
        """Subscribe; the server has heard of it before anything sent later."""
        self._subscription = await self._client.subscribe(subject, queue, cb=self._receive)

    async def drain(self) -> None:
        """Take no more, and return when everything received has been handled."""
        subscription, self._subscription = self._subscription, None
        if subscription is None:
            return
        with suppress(errors.Error):
            if self._client.is_connected:
                await subscription.drain()  # type: ignore[no-untyped-call]
            else:
                await subscription.unsubscribe()

    async def _receive(self, message: Msg) -> None:
        await self._handler(
            Incoming(message.subject, message.data, message.headers or NO_HEADERS, message.reply)
        )
