"""A contract to serve and call, a sink for what arrives, and the line in memory."""

import asyncio
from collections.abc import AsyncIterator
from types import SimpleNamespace

import pytest
import pytest_asyncio
from bus import MemoryConnection, bootstrap
from contracts.message import Message
from contracts.rpc import Rpc
from structlog.testing import capture_logs


class GreetRequest(Message):
    name: str
    times: int = 1


class GreetResponse(Message):
    text: str = ""


def rpc(name: str) -> Rpc[GreetRequest, GreetResponse]:
    return Rpc(
        service="greeting",
        version="v1",
        interface="GreetingService",
        name=name,
        subject=f"rpc.greeting.v1.{name}",
        request=GreetRequest,
        reply=GreetResponse,
        access=("internal",),
        changes=False,
    )


@pytest.fixture
def greeting() -> SimpleNamespace:
    """Give the contract of a service that greets."""
    greet, part = rpc("greet"), rpc("part")
    return SimpleNamespace(
        Request=GreetRequest, Response=GreetResponse, GREET=greet, PART=part, RPCS=(greet, part)
    )


class Sink:
    """Keeps what it is called with."""

    def __init__(self):
        self.items = []
        self._more = asyncio.Event()

    def __call__(self, item):
        self.items.append(item)
        self._more.set()

    async def take(self, item):
        self(item)

    async def of(self, count):
        """Return what has come, once that is `count` items."""
        async with asyncio.timeout(30):
            while len(self.items) < count:
                self._more.clear()
                await self._more.wait()
        return self.items


@pytest.fixture
def collected() -> Sink:
    """Give a sink."""
    return Sink()


class MemoryLine:
    """A connection to a bus, and what can happen to both."""

    def __init__(self):
        self.connection = MemoryConnection()
        self._all = [self.connection]

    async def another(self):
        """Connect once more."""
        self._all.append(MemoryConnection(self.connection.broker))
        return self._all[-1]

    async def cut(self):
        """Kill the server."""
        for connection in self._all:
            connection.disconnect()

    async def restore(self):
        """Start it again on the same store."""
        for connection in self._all:
            connection.reconnect()

    async def block(self):
        """Part this connection alone from the server."""
        self.connection.disconnect()

    async def unblock(self):
        """Let it through again."""
        self.connection.reconnect()

    async def stranger_publishes(self, subject, payload, *, reply):
        """Publish as somebody does who doesn't use this library."""
        self.connection.broker.publish(subject, payload, {}, reply=reply)

    async def close(self):
        for connection in self._all:
            await connection.drain()


@pytest_asyncio.fixture
async def memory_line() -> AsyncIterator[MemoryLine]:
    """Give a line to a fresh bus in memory with its streams and buckets."""
    line = MemoryLine()
    await bootstrap(line.connection)
    yield line
    await line.close()


@pytest.fixture
def logs():
    """Give the log entries of this test."""
    with capture_logs() as entries:
        yield entries


@pytest.fixture
def logged(logs):
    """Give a way to wait until an event is logged."""

    async def wait(event):
        async with asyncio.timeout(30):
            while event not in [entry["event"] for entry in logs]:  # noqa: ASYNC110
                await asyncio.sleep(0)

    return wait
