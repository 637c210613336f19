"""What the subject of a delivery's acknowledgement says, and what may be answered there."""

import json
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple

from nats.aio.client import Client
from nats.aio.msg import Msg

from bus.delivery import Delivery, Settlement
from bus.wire.requests import publish

_NANOSECONDS = 1_000_000_000
# $JS.ACK.<stream>.<consumer>.<deliveries>.<stream seq>.<consumer seq>.<time>.<pending>; servers
# with a domain put <domain>.<account> before the stream (ADR-15).
_SHORT = 9


class Place(NamedTuple):
    """Where a delivery stands in its stream and with its consumer."""

    deliveries: int
    stream_sequence: int
    consumer_sequence: int
    at_nanoseconds: int
    pending: int


def place(reply: str) -> Place:
    """Read an acknowledgement subject."""
    tokens = reply.split(".")
    start = 4 if len(tokens) == _SHORT else 6
    return Place(*map(int, tokens[start : start + 5]))


def delivery(client: Client, message: Msg) -> Delivery:
    """Make a delivery of what JetStream sent."""
    stands = place(message.reply)
    return Delivery(
        subject=message.subject,
        payload=message.data,
        headers=message.headers or {},
        sequence=stands.stream_sequence,
        deliveries=stands.deliveries,
        at=datetime.fromtimestamp(stands.at_nanoseconds / _NANOSECONDS, UTC),
        settle=partial(_settle, client, message.reply),
        reply=message.reply,
    )


async def _settle(client: Client, reply: str, settlement: Settlement, delay_seconds: float) -> None:
    words = settlement.value
    if delay_seconds > 0:
        words += " " + json.dumps({"delay": int(delay_seconds * _NANOSECONDS)})
    await publish(client, reply, words.encode(), headers={})
