"""One of nats-py's subscriptions, and how to end it whatever state the line is in."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Self

from nats import errors
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

from bus.faults import BusUnavailable


class Interest:
    """Ends once; after that ending it again does nothing. nats-py restores it with the line."""

    def __init__(self, client: Client, subscription: Subscription) -> None:
        self._client = client
        self._subscription: Subscription | None = subscription

    @classmethod
    async def open(
        cls,
        client: Client,
        subject: str,
        handle: Callable[[Msg], Awaitable[None]],
        *,
        queue: str = "",
    ) -> Self:
        """Subscribe; the server hears of it before anything sent later."""
        if not client.is_connected:
            raise BusUnavailable
        return cls(client, await client.subscribe(subject, queue, cb=handle))

    async def drain(self) -> None:
        """Take no more, and return when everything received has been handled."""
        subscription, self._subscription = self._subscription, None
        with suppress(errors.Error):
            if subscription and self._client.is_connected:
                await subscription.drain()  # type: ignore[no-untyped-call]
            elif subscription:
                await subscription.unsubscribe()

    async def drop(self) -> None:
        """Take no more, and handle nothing more either."""
        subscription, self._subscription = self._subscription, None
        with suppress(errors.Error):
            if subscription:
                await subscription.unsubscribe()
