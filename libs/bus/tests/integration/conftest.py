"""The line over a real NATS server, and tests that run over both lines."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio
from bus import Connection, NatsConnection, bootstrap, connect
from devstack.nats import NatsServer
from devstack.ports import free_port
from nats.aio.client import Client as RawClient


class NatsLine:
    """A connection to a server, and what can happen to both: as `MemoryLine`, for real."""

    def __init__(self, server: NatsServer, connection: NatsConnection):
        self.server = server
        self.connection = connection
        self._all = [connection]

    async def another(self):
        self._all.append(await connect(self.server.url, name="another"))
        return self._all[-1]

    async def cut(self):
        lost = [happening(connection._disconnects.add) for connection in self._all]
        await asyncio.to_thread(self.server.kill)
        await asyncio.gather(*(event.wait() for event in lost))

    async def restore(self):
        back = [happening(connection.on_reconnect) for connection in self._all]
        await asyncio.to_thread(self.server.start)
        await asyncio.gather(*(event.wait() for event in back))

    async def block(self):
        lost = happening(self.connection._disconnects.add)
        self.connection._client.set_server_pool([f"nats://127.0.0.1:{free_port()}"])
        await self.connection._client.force_reconnect()
        await lost.wait()

    async def unblock(self):
        back = happening(self.connection.on_reconnect)
        self.connection._client.set_server_pool([self.server.url])
        await back.wait()

    async def stranger_publishes(self, subject, payload, *, reply):
        client = RawClient()
        await client.connect(self.server.url)
        await client.publish(subject, payload, reply)
        await client.drain()

    async def close(self):
        for connection in self._all:
            await connection.drain()


def happening(listen: Callable[[Callable[[], object]], object]) -> asyncio.Event:
    """Return an event that is set when the listener is called."""
    event = asyncio.Event()
    listen(event.set)
    return event


@pytest_asyncio.fixture
async def nats_line(nats_server: NatsServer) -> AsyncIterator[NatsLine]:
    """Give a line to a fresh NATS server with its streams and buckets."""
    connection = await connect(nats_server.url, name="tests")
    line = NatsLine(nats_server, connection)
    await bootstrap(connection)
    yield line
    await line.close()


@pytest.fixture(params=["memory", "nats"])
def line(request: pytest.FixtureRequest):
    """Give a line to a fresh bus: in memory, then over NATS."""
    return request.getfixturevalue(f"{request.param}_line")


@pytest.fixture
def connection(line) -> Connection:
    """Give a connection to a fresh bus: in memory, then over NATS."""
    return line.connection
