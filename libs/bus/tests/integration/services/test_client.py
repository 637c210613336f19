"""Calling, when what answers isn't one of our services; over memory and over NATS."""

import pytest
from bus import Client, deadline, within
from bus.client import UnreadableReply
from bus.faults import AnsweredByStream, NoAnswerInTime, NobodyAnswered
from contracts.faults import Fault, TooManyRequests


@pytest.fixture
def answered_with(connection, greeting):
    """Give a way to have every call answered with this payload and these headers."""

    async def answer(payload, headers):
        async def handle(message):
            await connection.publish(message.reply, payload, headers=headers)

        await connection.subscribe(greeting.GREET.subject, handle)
        await connection.flush()

    return answer


@pytest.fixture
def call(client, greeting):
    """Give a call."""
    return lambda: client.call(greeting.GREET, greeting.Request(name="x"))


class TestReply:
    async def test_newer_release(self, answered_with, call):
        """Fields of a newer release are ignored."""
        await answered_with(b'{"text":"hi","tone":"warm"}', {"Content-Type": "application/json"})
        assert (await call()).text == "hi"

    async def test_against_the_contract(self, answered_with, call):
        """What breaks the contract is the answering side's fault."""
        await answered_with(b'{"text":1}', {"Content-Type": "application/json"})
        with pytest.raises(UnreadableReply) as raised:
            await call()
        assert raised.value.status == 500

    async def test_acknowledgement(self, answered_with, call):
        """A stream's acknowledgement is not taken for a reply with every field left out."""
        await answered_with(b'{"stream":"AUDIT","seq":7}', {})
        with pytest.raises(AnsweredByStream) as raised:
            await call()
        assert (raised.value.status, raised.value.reason) == (503, "answered_by_stream")


class TestCarry:
    @pytest.fixture
    def carry(self, client, greeting):
        """Give a call whose reply nobody reads."""
        return lambda: client.carry(greeting.GREET, greeting.Request(name="x"))

    async def test_as_it_came(self, answered_with, carry):
        """Byte for byte, what a newer release adds included."""
        payload = b'{"tone": "warm", "text": "hi"}'
        await answered_with(payload, {"Content-Type": "application/json"})
        assert await carry() == payload

    async def test_stranger(self, answered_with, carry):
        """Who doesn't say what it is isn't one of our services: then it is read."""
        await answered_with(b'{"tone": "warm", "text": "hi"}', {})
        assert await carry() == b'{"text":"hi"}'

    async def test_acknowledgement(self, answered_with, carry):
        """A stream's acknowledgement is no reply here either."""
        await answered_with(b'{"stream":"AUDIT","seq":7}', {})
        with pytest.raises(AnsweredByStream):
            await carry()

    async def test_fault(self, answered_with, carry):
        """A fault is raised as ever."""
        await answered_with(b"", {"Nats-Service-Error-Code": "429"})
        with pytest.raises(TooManyRequests):
            await carry()


class TestFault:
    async def test_without_problem(self, answered_with, call):
        """A service that isn't ours tells no more than the two headers of ADR-32."""
        await answered_with(
            b"", {"Nats-Service-Error-Code": "429", "Nats-Service-Error": "too fast"}
        )
        with pytest.raises(Fault) as raised:
            await call()
        fault = raised.value
        assert (fault.status, fault.detail, fault.reason) == (429, "too fast", "service_error")
        assert isinstance(fault, TooManyRequests)

    @pytest.mark.parametrize("code", ["", "oops", "²", "7"])
    async def test_odd_code(self, answered_with, call, code):
        """A code that is no status is a 500."""
        await answered_with(b"", {"Nats-Service-Error-Code": code})
        with pytest.raises(Fault) as raised:
            await call()
        assert raised.value.status == 500


class TestBudget:
    async def test_nobody(self, call):
        """Nobody listens: 503 at once."""
        with pytest.raises(NobodyAnswered):
            await call()

    async def test_default(self, line, greeting, collected):
        """Without a deadline the client's own time-out counts."""
        await line.connection.subscribe(greeting.GREET.subject, collected.take)
        client = Client(line.connection, timeout_seconds=0.05)
        with pytest.raises(NoAnswerInTime):
            await client.call(greeting.GREET, greeting.Request(name="x"))

    async def test_deadline(self, connection, call, greeting, collected):
        """The deadline of the request that we serve is the budget of the next hop."""
        await connection.subscribe(greeting.GREET.subject, collected.take)
        await connection.flush()
        with within(0.05), pytest.raises(NoAnswerInTime):
            await call()
        (message,) = await collected.of(1)
        assert deadline.read(message.headers) is not None

    async def test_nothing_left(self, connection, call, greeting, collected):
        """With no time left nothing is sent."""
        await connection.subscribe(greeting.GREET.subject, collected.take)
        await connection.flush()
        with within(0), pytest.raises(NoAnswerInTime):
            await call()
        await connection.flush()
        assert collected.items == []
