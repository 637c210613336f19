"""Interest in a subject, over NATS."""

from typing import Self

from nats.aio.client import Client
from nats.aio.msg import Msg

from bus.connection import Handler
from bus.handling import guarded
from bus.messages import NO_HEADERS, Incoming
from bus.wire.interest import Interest


class NatsSubscription:
    """A handler's messages."""

    def __init__(self, interest: Interest) -> None:
        self._interest = interest

    @classmethod
    async def open(cls, client: Client, subject: str, handler: Handler, *, queue: str) -> Self:
        """Subscribe."""
        guard = guarded(handler)

        async def receive(message: Msg) -> None:
            headers = message.headers or NO_HEADERS
            await guard(Incoming(message.subject, message.data, headers, message.reply))

        return cls(await Interest.open(client, subject, receive, queue=queue))

    async def drain(self) -> None:
        """Take no more, and return when everything received has been handled."""
        await self._interest.drain()
