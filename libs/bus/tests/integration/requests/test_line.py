"""What happens with the line, over memory and over NATS."""

import asyncio

import pytest
from bus.faults import BusUnavailable


class TestOnReconnect:
    async def test_called(self, line):
        """Every listener hears of it, one that fails included."""
        heard = []

        def failing():
            heard.append("failing")
            raise RuntimeError("oh")

        line.connection.on_reconnect(failing)
        line.connection.on_reconnect(lambda: heard.append("other"))
        await line.cut()
        await line.restore()
        assert heard == ["failing", "other"]

    async def test_taken_back(self, line):
        """What was taken back is not called."""
        heard = []
        take_back = line.connection.on_reconnect(lambda: heard.append("mine"))
        take_back()
        take_back()
        await line.cut()
        await line.restore()
        assert heard == []


class TestDrain:
    async def test_waits_for_answers(self, line):
        """A call in flight gets its answer before the connection closes."""
        released = asyncio.Event()
        asked = asyncio.Event()

        async def answer(message):
            asked.set()
            await released.wait()
            await server.publish(message.reply, b"late")

        server = await line.another()
        await server.subscribe("rpc.a", answer)
        await server.flush()
        call = asyncio.create_task(line.connection.request("rpc.a", b""))
        await asked.wait()
        draining = asyncio.create_task(line.connection.drain())
        released.set()
        assert (await call).payload == b"late"
        await draining

    async def test_closed(self, connection):
        """Afterwards nothing can be sent."""
        await connection.drain()
        with pytest.raises(BusUnavailable):
            await connection.publish("rpc.a", b"")


class TestFlush:
    async def test_given_up(self, line):
        """Whoever gives up waiting for the server leaves nobody deaf."""

        async def answer(message):
            await line.connection.publish(message.reply, b"heard")

        await line.connection.subscribe("rpc.a", answer)
        for steps in range(1, 30):
            flushing = asyncio.create_task(line.connection.flush())
            for _ in range(steps):
                await asyncio.sleep(0)
            flushing.cancel()
            await asyncio.wait([flushing])
        assert (await line.connection.request("rpc.a", b"")).payload == b"heard"
