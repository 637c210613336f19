"""The bus: requests, streams and read models over NATS."""

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
