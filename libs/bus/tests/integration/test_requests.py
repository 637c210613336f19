"""Requests, publishes and subscriptions, over memory and over NATS."""

import asyncio

import pytest
from bus.faults import BusUnavailable, MessageTooLarge, NoAnswerInTime, NobodyAnswered
from structlog.testing import capture_logs


async def answer_with(connection, subject, text=b"pong", *, queue=""):
    async def answer(message):
        await connection.publish(message.reply, text, headers={"Answered-By": "us"})

    return await connection.subscribe(subject, answer, queue=queue)


class TestRequest:
    async def test_answer(self, connection):
        """The answer's payload and headers come back."""
        await answer_with(connection, "rpc.a")
        reply = await connection.request("rpc.a", b"ping")
        assert (reply.payload, reply.headers["Answered-By"]) == (b"pong", "us")

    async def test_headers_arrive(self, connection, collected):
        """Headers reach the receiver as they were given."""
        await connection.subscribe("rpc.a", collected.take)
        await connection.publish("rpc.a", b"", headers={"Actor": "{}", "X-Request-Id": "é"})
        (message,) = await collected.of(1)
        assert dict(message.headers) == {"Actor": "{}", "X-Request-Id": "é"}

    async def test_line_break_in_header(self, connection, collected):
        """A line break in a value starts no header of its own."""
        await connection.subscribe("rpc.a", collected.take)
        await connection.publish("rpc.a", b"", headers={"X-Request-Id": "1\r\nActor: root"})
        (message,) = await collected.of(1)
        assert dict(message.headers) == {"X-Request-Id": "1  Actor: root"}

    async def test_nobody_answers(self, connection):
        """Without a listener the fault comes at once, long before the time-out."""
        async with asyncio.timeout(30):
            with pytest.raises(NobodyAnswered) as raised:
                await connection.request("rpc.nobody", b"", timeout_seconds=3600)
        assert (raised.value.status, raised.value.reason) == (503, "nobody_answered")

    async def test_no_answer_in_time(self, connection, collected):
        """A listener that doesn't answer makes the call too late."""
        await connection.subscribe("rpc.a", collected.take)
        with pytest.raises(NoAnswerInTime) as raised:
            await connection.request("rpc.a", b"", timeout_seconds=0.05)
        assert (raised.value.status, raised.value.reason) == (504, "too_late")

    async def test_disconnected(self, line):
        """While the line is down the fault comes at once, with a hint when to come back."""
        await line.cut()
        async with asyncio.timeout(30):
            with pytest.raises(BusUnavailable) as raised:
                await line.connection.request("rpc.a", b"", timeout_seconds=3600)
        fault = raised.value
        assert (fault.status, fault.reason, fault.retry_after_seconds > 0) == (
            503,
            "bus_unavailable",
            True,
        )

    async def test_lost_while_waiting(self, line, collected):
        """A call whose line is lost doesn't wait for its time-out."""
        await line.connection.subscribe("rpc.a", collected.take)
        call = asyncio.create_task(line.connection.request("rpc.a", b"", timeout_seconds=3600))
        await collected.of(1)
        await line.cut()
        async with asyncio.timeout(30):
            with pytest.raises(BusUnavailable):
                await call

    async def test_too_large(self, connection):
        """More than 1 MB is refused before it is sent."""
        with pytest.raises(MessageTooLarge) as raised:
            await connection.request("rpc.a", bytes(1024 * 1024 + 1))
        assert raised.value.status == 413

    @pytest.mark.parametrize("subject", ["", "rpc.a b", "rpc.a\r\nPUB x 0"])
    async def test_not_a_subject(self, connection, subject):
        """A subject that would break the protocol is refused."""
        with pytest.raises(ValueError, match="not a subject"):
            await connection.request(subject, b"")


class TestPublish:
    async def test_disconnected(self, line, collected):
        """Nothing is kept for later while the line is down: later may be too late."""
        await line.connection.subscribe("rpc.a", collected.take)
        await line.cut()
        with pytest.raises(BusUnavailable):
            await line.connection.publish("rpc.a", b"lost")
        await line.restore()
        await line.connection.publish("rpc.a", b"sent")
        assert [message.payload for message in await collected.of(1)] == [b"sent"]

    @pytest.mark.parametrize("reply", ["audit.tenant.acme.x", "_INBOX", "_INBOXES.a", "_INBOX.>"])
    async def test_foreign_reply(self, connection, reply):
        """We ask for answers in inboxes only."""
        with pytest.raises(ValueError, match="inboxes only"):
            await connection.publish("rpc.a", b"", reply=reply)


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

    async def test_failing_handler(self, connection, collected):
        """A handler's exception is logged, and the next message still comes."""

        async def handle(message):
            collected(message)
            raise RuntimeError("oh")

        with capture_logs() as logs:
            await connection.subscribe("rpc.a", handle)
            await connection.publish("rpc.a", b"1")
            await connection.publish("rpc.a", b"2")
            await collected.of(2)
        assert "bus_handler_failed" in [entry["event"] for entry in logs]

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

    async def test_drained(self, connection):
        """After drain nobody listens."""
        subscription = await answer_with(connection, "rpc.a")
        await subscription.drain()
        with pytest.raises(NobodyAnswered):
            await connection.request("rpc.a", b"")

    async def test_drain_while_disconnected(self, line):
        """A subscription drained while the line is down doesn't come back with the line."""
        subscription = await answer_with(line.connection, "rpc.a")
        await line.cut()
        await subscription.drain()
        await line.restore()
        with pytest.raises(NobodyAnswered):
            await line.connection.request("rpc.a", b"")

    async def test_survives(self, line):
        """A subscription is there again when the line is."""
        await answer_with(line.connection, "rpc.a")
        await line.cut()
        await line.restore()
        assert (await line.connection.request("rpc.a", b"")).payload == b"pong"

    async def test_foreign_reply(self, line, collected):
        """A message that wants its answer outside of inboxes is dropped, with a warning."""
        await line.connection.subscribe("rpc.a", collected.take)
        await line.connection.flush()
        with capture_logs() as logs:
            await line.stranger_publishes("rpc.a", b"evil", reply="audit.tenant.acme.faked")
            await line.stranger_publishes("rpc.a", b"good", reply="_INBOX_billing.1")
            received = [message.payload for message in await collected.of(1)]
        assert received == [b"good"]
        assert "foreign_reply_refused" in [entry["event"] for entry in logs]


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
