"""The bus: requests, streams and read models over NATS.

The NATS client is imported when `connect` is first named: who only asks for the context needs none.
"""

from typing import TYPE_CHECKING, Any

from bus import deadline, subjects
from bus.acknowledgements import is_acknowledgement
from bus.backoff import Backoff
from bus.bootstrap import bootstrap
from bus.client import Client
from bus.connection import Connection, Puller, Subscription
from bus.consumer import Consumer
from bus.context import acting_as, answering, current_actor, idempotency_key, request_id
from bus.dead_letters import DeadLetter, replay, republication
from bus.deadline import within
from bus.delivery import Delivery
from bus.key_value import KeyValue, Watch
from bus.memory import MemoryBroker, MemoryConnection
from bus.messages import Appended, Entry, Incoming, Publication, Stored, StreamState
from bus.service import Service
from bus.streams import BucketSpec, ConsumerSpec, StreamSpec

if TYPE_CHECKING:
    from bus.wire import NatsConnection, connect

__all__ = [
    "Appended",
    "Backoff",
    "BucketSpec",
    "Client",
    "Connection",
    "Consumer",
    "ConsumerSpec",
    "DeadLetter",
    "Delivery",
    "Entry",
    "Incoming",
    "KeyValue",
    "MemoryBroker",
    "MemoryConnection",
    "NatsConnection",
    "Publication",
    "Puller",
    "Service",
    "Stored",
    "StreamSpec",
    "StreamState",
    "Subscription",
    "Watch",
    "acting_as",
    "answering",
    "bootstrap",
    "connect",
    "current_actor",
    "deadline",
    "idempotency_key",
    "is_acknowledgement",
    "replay",
    "republication",
    "request_id",
    "subjects",
    "within",
]


def __getattr__(name: str) -> Any:
    """Import what is asked for (PEP 562)."""
    if name not in {"NatsConnection", "connect"}:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from bus import wire  # noqa: PLC0415 - the point of it

    value = globals()[name] = getattr(wire, name)
    return value
