"""The bus without sockets: the same behaviour, in this process, for unit tests."""

from bus.memory.broker import MemoryBroker
from bus.memory.connection import MemoryConnection

__all__ = ["MemoryBroker", "MemoryConnection"]
