"""Asking and answering, over memory and over NATS."""

import asyncio

import pytest
from bus.faults import BusUnavailable, MessageTooLarge, NoAnswerInTime, NobodyAnswered


class TestRequest:
    async def test_answer(self, connection, answering):
        """The answer's payload and headers come back."""
        await answering("rpc.a")
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
