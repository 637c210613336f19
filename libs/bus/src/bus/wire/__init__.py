"""The bus over a socket: the only importer of nats-py, and only of its core client."""

from bus.wire.connecting import connect
from bus.wire.connection import NatsConnection

__all__ = ["NatsConnection", "connect"]
