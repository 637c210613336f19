"""Receiving, over memory and over NATS."""

import asyncio

import pytest
from bus.faults import NobodyAnswered


class TestSubscribe:
    async def test_queue_group(self, line, collected):
        """Of a queue group one member gets each message, everybody outside gets all."""
        another = await line.another()
        for member in (line.connection, another):
            await member.subscribe("rpc.a", collected.take, queue="workers")
        await another.subscribe("rpc.*", collected.take)
        await another.flush()
        for number in range(10):
            await line.connection.publish("rpc.a", str(number).encode())
        await collected.of(20)
        await line.connection.publish("rpc.end", b"end")
        received = [message.payload for message in await collected.of(21)]
        assert received.count(b"end") == 1
        assert all(received.count(str(number).encode()) == 2 for number in range(10))

    async def test_one_after_the_other(self, connection):
        """A handler gets the next message when it has returned."""
        running, most, done = 0, 0, asyncio.Event()

        async def handle(message):
            nonlocal running, most
            running += 1
            most = max(most, running)
            await asyncio.sleep(0)
            running -= 1
            if message.payload == b"last":
                done.set()

        await connection.subscribe("rpc.a", handle)
        for payload in (b"", b"", b"last"):
            await connection.publish("rpc.a", payload)
        await done.wait()
        assert most == 1

    async def test_failing_handler(self, connection, collected, logged):
        """A handler's exception is logged, and the next message still comes."""

        async def handle(message):
            collected(message)
            raise RuntimeError("oh")

        await connection.subscribe("rpc.a", handle)
        await connection.publish("rpc.a", b"1")
        await connection.publish("rpc.a", b"2")
        await collected.of(2)
        await logged("bus_handler_failed")

    async def test_drain(self, connection):
        """Drain returns when everything received has been handled."""
        handled = []

        async def handle(message):
            await asyncio.sleep(0)
            handled.append(message.payload)

        subscription = await connection.subscribe("rpc.a", handle)
        for number in range(20):
            await connection.publish("rpc.a", str(number).encode())
        await subscription.drain()
        assert [str(number).encode() for number in range(20)] == handled

    async def test_drained(self, connection, answering):
        """After drain nobody listens."""
        subscription = await answering("rpc.a")
        await subscription.drain()
        with pytest.raises(NobodyAnswered):
            await connection.request("rpc.a", b"")

    async def test_drain_while_disconnected(self, line, answering):
        """A subscription drained while the line is down doesn't come back with the line."""
        subscription = await answering("rpc.a")
        await line.cut()
        await subscription.drain()
        await line.restore()
        with pytest.raises(NobodyAnswered):
            await line.connection.request("rpc.a", b"")

    async def test_survives(self, line, answering):
        """A subscription is there again when the line is."""
        await answering("rpc.a")
        await line.cut()
        await line.restore()
        assert (await line.connection.request("rpc.a", b"")).payload == b"pong"

    async def test_foreign_reply(self, line, collected, logged):
        """A message that wants its answer outside of inboxes is dropped, with a warning."""
        await line.connection.subscribe("rpc.a", collected.take)
        await line.connection.flush()
        await line.stranger_publishes("rpc.a", b"evil", reply="audit.tenant.acme.faked")
        await logged("foreign_reply_refused")
        await line.stranger_publishes("rpc.a", b"good", reply="_INBOX_billing.1")
        assert [message.payload for message in await collected.of(1)] == [b"good"]
