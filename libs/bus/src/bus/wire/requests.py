"""Requests and their answers, over one inbox subscription."""

import asyncio
import itertools
from collections.abc import Mapping

from nats import errors
from nats.aio.client import Client
from nats.aio.msg import Msg

from bus.faults import BusUnavailable, MessageTooLarge, NoAnswerInTime, NobodyAnswered
from bus.headers import sendable
from bus.messages import Incoming
from bus.subjects import require_literal

_STATUS = "Status"
_NO_RESPONDERS = "503"


class Requests:
    """Waits for answers, and stops waiting at once when the line is lost.

    nats-py's own `request` waits until its time-out then, and while disconnected it queues.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._waiting: dict[str, asyncio.Future[Msg]] = {}
        self._numbers = itertools.count(1)
        self._inbox = ""

    async def open(self) -> None:
        """Subscribe to the inbox."""
        self._inbox = self._client.new_inbox()
        await self._client.subscribe(f"{self._inbox}.*", cb=self._answered)

    async def request(
        self, subject: str, payload: bytes, *, headers: Mapping[str, str], timeout_seconds: float
    ) -> Incoming:
        """Send and await one answer."""
        inbox = f"{self._inbox}.{next(self._numbers)}"
        answer: asyncio.Future[Msg] = asyncio.get_running_loop().create_future()
        self._waiting[inbox] = answer
        end = asyncio.get_running_loop().time() + timeout_seconds
        try:
            # Outside of the time-out, whose cancellation nats-py would swallow.
            await publish(self._client, subject, payload, headers=headers, reply=inbox)
            async with asyncio.timeout_at(end):
                message = await answer
        except TimeoutError:
            raise NoAnswerInTime(f"{subject} did not answer in time.") from None
        finally:
            del self._waiting[inbox]
        carried = message.headers or {}
        if carried.get(_STATUS) == _NO_RESPONDERS and not message.data:
            raise NobodyAnswered(subject)
        return Incoming(message.subject, message.data, carried, message.reply)

    async def settle(self, *, timeout_seconds: float) -> None:
        """Return when nobody waits any more."""
        if self._waiting:
            await asyncio.wait(self._waiting.values(), timeout=timeout_seconds)

    def lost(self) -> None:
        """Tell everybody who waits that no answer can come."""
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(BusUnavailable("The line was lost before the answer."))

    async def _answered(self, message: Msg) -> None:
        answer = self._waiting.get(message.subject)
        if answer is not None and not answer.done():
            answer.set_result(message)


async def publish(
    client: Client, subject: str, payload: bytes, *, headers: Mapping[str, str], reply: str = ""
) -> None:
    """Send now or not at all: nats-py would keep it while it reconnects, and send it late."""
    require_literal(subject)
    if not client.is_connected:
        raise BusUnavailable
    try:
        await client.publish(subject, payload, reply, sendable(headers) if headers else None)
    except errors.MaxPayloadError:
        raise MessageTooLarge(f"A message carries at most {client.max_payload} bytes.") from None
    except (errors.ConnectionClosedError, errors.ConnectionDrainingError):
        raise BusUnavailable from None
