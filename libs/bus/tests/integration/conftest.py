"""The line over a real NATS server, and tests that run over both lines."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio
from bus import Connection, NatsConnection, bootstrap, connect
from devstack.nats import NatsServer
from devstack.ports import free_port
from nats.aio.client import Client as RawClient


class Passage:
    """Forwards a port to another, while it is open."""

    def __init__(self, target_port):
        self.port = free_port()
        self._target_port = target_port
        self._server = None
        self._writers = []

    async def open(self):
        self._server = await asyncio.start_server(self._forward, "127.0.0.1", self.port)

    async def close(self):
        self._server.close()
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    async def _forward(self, reader, writer):
        try:
            target = await asyncio.open_connection("127.0.0.1", self._target_port)
        except OSError:
            writer.transport.abort()
            return
        self._writers += [writer, target[1]]
        await asyncio.gather(self._copy(reader, target[1]), self._copy(target[0], writer))

    @staticmethod
    async def _copy(reader, writer):
        with contextlib.suppress(OSError):
            while chunk := await reader.read(65536):
                writer.write(chunk)
        writer.close()


class NatsLine:
    def __init__(self, server: NatsServer, connection: NatsConnection, passage: Passage):
        self.server = server
        self.connection = connection
        self._passage = passage
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
        await self._passage.close()
        await lost.wait()

    async def unblock(self):
        back = happening(self.connection.on_reconnect)
        await self._passage.open()
        await back.wait()

    async def stranger_publishes(self, subject, payload, *, reply):
        client = RawClient()
        await client.connect(self.server.url)
        await client.publish(subject, payload, reply)
        await client.drain()

    async def close(self):
        for connection in self._all:
            await connection.drain()
        await self._passage.close()


def happening(listen: Callable[[Callable[[], object]], object]) -> asyncio.Event:
    """Return an event that is set when the listener is called."""
    event = asyncio.Event()
    listen(event.set)
    return event


@pytest_asyncio.fixture
async def nats_line(nats_server: NatsServer) -> AsyncIterator[NatsLine]:
    """Give a line to a fresh NATS server with its streams and buckets."""
    passage = Passage(nats_server.port)
    await passage.open()
    connection = await connect(f"nats://127.0.0.1:{passage.port}", name="tests")
    line = NatsLine(nats_server, connection, passage)
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
