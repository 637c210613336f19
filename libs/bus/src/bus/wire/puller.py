"""A durable's reading end over NATS.

nats-py's `fetch` waits out its time-out after a server restart, and can leave a request behind that
takes the next message from whoever asks later.
"""

import asyncio
import itertools
import json
from collections import deque
from collections.abc import Mapping
from contextlib import suppress

from nats.aio.client import Client
from nats.aio.msg import Msg

from bus.delivery import Delivery
from bus.faults import BusUnavailable, NobodyAnswered
from bus.listeners import Listeners
from bus.wire.acknowledgements import delivery
from bus.wire.interest import Interest
from bus.wire.requests import publish

_NANOSECONDS = 1_000_000_000
# A batch of the largest messages must not fill the memory.
_MAX_BYTES = 16 * 1024 * 1024
# The server answers at once, or when a request expires; this only bounds a lost answer.
_GRACE_SECONDS = 2.0


class NatsPuller:
    """Asks for what is there; only when that is nothing, for one message whenever it comes.

    So no request outlives its fetch, and what a late one brings is kept for the next fetch.
    """

    def __init__(
        self, client: Client, stream: str, durable: str, *, disconnects: Listeners
    ) -> None:
        self._client = client
        self._forget = disconnects.add(self._line_lost)
        self._next = f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{durable}"
        self._inbox = client.new_inbox()
        self._numbers = itertools.count(1)
        self._arrived: deque[Msg] = deque()
        self._news = asyncio.Event()
        self._lost = False
        self._closed = False
        self._subscription: Interest | None = None

    async def open(self) -> None:
        """Subscribe to the inbox."""
        self._subscription = await Interest.open(self._client, f"{self._inbox}.*", self._receive)

    async def fetch(self, batch: int, *, timeout_seconds: float) -> list[Delivery]:
        """Return what is there, at most `batch`; wait for a first message if there is none."""
        self._lost = False
        messages = await self._ask(batch, {"no_wait": True}, 0)
        if not messages:
            messages = await self._ask(
                1, {"expires": int(timeout_seconds * _NANOSECONDS)}, timeout_seconds
            )
            if messages and batch > 1:
                messages += await self._ask(batch - 1, {"no_wait": True}, 0)
        return [delivery(self._client, message) for message in messages]

    async def close(self) -> None:
        """End a waiting fetch; what nobody fetched is delivered again at once."""
        self._closed = True
        self._forget()
        self._news.set()
        if self._subscription:
            await self._subscription.drain()
        while self._arrived:
            message = self._arrived.popleft()
            if not message.subject.startswith(self._inbox):
                with suppress(BusUnavailable):
                    await delivery(self._client, message).nak()

    async def _ask(self, count: int, how: Mapping[str, object], wait_seconds: float) -> list[Msg]:
        reply = f"{self._inbox}.{next(self._numbers)}"
        wanted = {"batch": count, "max_bytes": _MAX_BYTES, **how}
        messages: list[Msg] = []
        if self._closed:
            return messages
        await publish(
            self._client, self._next, json.dumps(wanted).encode(), headers={}, reply=reply
        )
        with suppress(TimeoutError):
            async with asyncio.timeout(wait_seconds + _GRACE_SECONDS):
                while len(messages) < count:
                    message = await self._arrival()
                    if message is None:
                        break
                    if not message.subject.startswith(self._inbox):
                        messages.append(message)
                    elif message.subject == reply:
                        self._check(message)
                        break
        if self._lost and not messages:
            raise BusUnavailable
        return messages

    async def _arrival(self) -> Msg | None:
        while not self._arrived:
            if self._lost or self._closed:
                return None
            self._news.clear()
            await self._news.wait()
        return self._arrived.popleft()

    def _check(self, message: Msg) -> None:
        """Everything but "nobody there" only says that this request is over."""
        if (message.headers or {}).get("Status") == "503":
            raise NobodyAnswered(self._next)

    def _line_lost(self) -> None:
        """End a waiting fetch: the server that it asked is gone."""
        self._lost = True
        self._news.set()

    async def _receive(self, message: Msg) -> None:
        self._arrived.append(message)
        self._news.set()
