"""Stopping without losing a call, over memory and over NATS."""

import asyncio

import pytest
from bus import Client
from bus.faults import BusUnavailable, NobodyAnswered
from structlog.testing import capture_logs


class TestStop:
    async def test_in_flight(self, client, service, greeter, greeting, collected):
        """Twenty calls in flight are all answered, and none is taken after that."""
        gate = asyncio.Event()

        async def wait(request):
            collected(request)
            await gate.wait()

        greeter.inside = wait
        calls = [
            asyncio.create_task(client.call(greeting.GREET, greeting.Request(name=str(n))))
            for n in range(20)
        ]
        await collected.of(20)
        stopping = asyncio.create_task(service.stop())
        await asyncio.sleep(0)
        gate.set()
        replies = await asyncio.gather(*calls)
        await stopping
        assert [reply.text for reply in replies] == [f"hello {n}" for n in range(20)]
        with pytest.raises(NobodyAnswered):
            await client.call(greeting.GREET, greeting.Request(name="late"))

    async def test_received(self, line, serve, greeter, greeting, collected):
        """Calls that were received but wait for room are answered, too."""
        gate = asyncio.Event()

        async def wait(request):
            collected(request)
            await gate.wait()

        greeter.inside = wait
        service = await serve(max_in_flight=2)
        caller = await line.another()
        client = Client(caller)
        calls = [
            asyncio.create_task(client.call(greeting.GREET, greeting.Request(name=str(n))))
            for n in range(20)
        ]
        await collected.of(2)
        await caller.flush()
        stopping = asyncio.create_task(service.stop())
        await asyncio.sleep(0)
        gate.set()
        assert len(await asyncio.gather(*calls)) == 20
        await stopping

    async def test_under_load(self, line, serve, client, greeting):
        """A rolling restart under load loses no call: each is answered by one or the other."""
        old, new = await serve(), await serve(on=await line.another())

        async def keep_calling():
            return [
                (await client.call(greeting.GREET, greeting.Request(name="x"))).text
                for _ in range(50)
            ]

        callers = [asyncio.create_task(keep_calling()) for _ in range(8)]
        await asyncio.sleep(0)
        await old.stop()
        replies = await asyncio.gather(*callers)
        await new.stop()
        assert sum(map(len, replies)) == 400

    async def test_while_disconnected(self, line, serve):
        """A service can be stopped while the line is down."""
        service = await serve()
        await line.cut()
        async with asyncio.timeout(10):
            await service.stop()

    async def test_reply_lost(self, line, service, client, greeter, greeting, collected):
        """An answer that can't be sent any more is logged, and the service goes on."""
        gate = asyncio.Event()

        async def wait(request):
            collected(request)
            await gate.wait()

        greeter.inside = wait
        call = asyncio.create_task(client.call(greeting.GREET, greeting.Request(name="x")))
        await collected.of(1)
        await line.cut()
        with pytest.raises(BusUnavailable):
            await call
        with capture_logs() as logs:
            gate.set()
            await asyncio.wait(service._in_flight)
        assert "reply_lost" in [entry["event"] for entry in logs]
