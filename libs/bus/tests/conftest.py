"""The two lines that every integration test runs over, and the rpcs that tests call."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from types import SimpleNamespace
from typing import Protocol

import pytest
import pytest_asyncio
from bus import Connection, MemoryConnection, NatsConnection, bootstrap, connect
from contracts.message import Message
from contracts.rpc import Rpc
from devstack.nats import NatsServer
from nats.aio.client import Client as RawClient


class Line(Protocol):
    """A connection to a bus that can be taken down and brought up again."""

    connection: Connection

    async def another(self) -> Connection: ...
    async def cut(self) -> None: ...
    async def restore(self) -> None: ...
    async def stranger_publishes(self, subject: str, payload: bytes, *, reply: str) -> None: ...


class MemoryLine:
    def __init__(self):
        self.connection = MemoryConnection()
        self._all = [self.connection]

    async def another(self):
        self._all.append(MemoryConnection(self.connection.broker))
        return self._all[-1]

    async def cut(self):
        for connection in self._all:
            connection.disconnect()

    async def restore(self):
        for connection in self._all:
            connection.reconnect()

    async def stranger_publishes(self, subject, payload, *, reply):
        self.connection.broker.publish(subject, payload, {}, reply=reply)

    async def close(self):
        for connection in self._all:
            await connection.drain()


class NatsLine:
    def __init__(self, server: NatsServer, connection: NatsConnection):
        self.server = server
        self.connection = connection
        self._all = [connection]

    async def another(self):
        self._all.append(await connect(self.server.url, name="another"))
        return self._all[-1]

    async def cut(self):
        lost = [self._happening(connection._disconnects.add) for connection in self._all]
        await asyncio.to_thread(self.server.kill)
        await asyncio.gather(*(event.wait() for event in lost))

    async def restore(self):
        back = [self._happening(connection.on_reconnect) for connection in self._all]
        await asyncio.to_thread(self.server.start)
        await asyncio.gather(*(event.wait() for event in back))

    async def stranger_publishes(self, subject, payload, *, reply):
        client = RawClient()
        await client.connect(self.server.url)
        await client.publish(subject, payload, reply)
        await client.drain()

    async def close(self):
        for connection in self._all:
            await connection.drain()

    @staticmethod
    def _happening(listen: Callable[[Callable[[], object]], object]) -> asyncio.Event:
        event = asyncio.Event()
        listen(event.set)
        return event


@pytest_asyncio.fixture(params=["memory", "nats"])
async def line(request: pytest.FixtureRequest) -> AsyncIterator[Line]:
    """Give a line to a fresh bus with its streams and buckets: in memory, then over NATS."""
    if request.param == "memory":
        line = MemoryLine()
    else:
        server = request.getfixturevalue("nats_server")
        line = NatsLine(server, await connect(server.url, name="tests"))
    await bootstrap(line.connection)
    yield line
    await line.close()


@pytest.fixture
def connection(line: Line) -> Connection:
    """Give a connection to a fresh bus."""
    return line.connection


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


@pytest.fixture
def collected() -> Callable[[int], Awaitable[list[object]]]:
    """Give a sink: call it with messages, await `of(n)` until n have come."""
    return Sink()


class Sink:
    def __init__(self):
        self.items = []
        self._more = asyncio.Event()

    def __call__(self, item):
        self.items.append(item)
        self._more.set()

    async def take(self, item):
        self(item)

    async def of(self, count):
        async with asyncio.timeout(20):
            while len(self.items) < count:
                self._more.clear()
                await self._more.wait()
        return self.items
