"""Looking at streams and durables, over memory and over NATS."""

import pytest
from bus import ConsumerSpec, StreamSpec
from bus.faults import NobodyAnswered
from bus.streams import PLAINTEXT_DAYS
from devstack.waiting import eventually

SUBJECT = "event.tenant.acme.created"


async def append(connection, *bodies):
    for body in bodies:
        await connection.append(SUBJECT, body, headers={"Note": "a: b"}, message_id=body.decode())


class TestState:
    async def test_from_where_to_where(self, connection):
        """The first and last place that hold a message, and how long they are kept."""
        await append(connection, b"1", b"2")
        await connection.ensure_stream(StreamSpec("AGING", ("aging.>",), max_age_seconds=86_400))
        state, empty = await connection.state("EVENTS"), await connection.state("AGING")
        assert (state.first, state.last, state.max_age_seconds) == (1, 2, PLAINTEXT_DAYS * 86_400)
        assert (empty.last, empty.max_age_seconds) == (0, 86_400)

    async def test_none(self, connection):
        """Of a stream that isn't there nothing is said."""
        with pytest.raises(NobodyAnswered):
            await connection.state("NONE")


class TestSettled:
    async def test_floor(self, connection):
        """Up to where everything is settled: what somebody still holds holds it back."""
        await connection.ensure_consumer(ConsumerSpec("EVENTS", "tests"))
        await append(connection, b"1", b"2", b"3")
        assert await connection.settled("EVENTS", "tests") == 0
        puller = await connection.pull("EVENTS", "tests")
        one, two, three = await puller.fetch(3, timeout_seconds=10)
        await one.ack()
        await three.ack()

        async def settled():
            return await connection.settled("EVENTS", "tests")

        await eventually(settled, until=lambda place: place == 1)
        await two.term()
        await eventually(settled, until=lambda place: place == 3)
        await puller.close()

    async def test_none(self, connection):
        """Of a durable that isn't there nothing is said."""
        with pytest.raises(NobodyAnswered):
            await connection.settled("EVENTS", "nobody")


class TestStored:
    async def test_message(self, connection):
        """A message as it was stored, at its place."""
        await append(connection, b"1", b"2")
        found = await connection.stored("EVENTS", 2)
        assert (found.sequence, found.subject, found.payload) == (2, SUBJECT, b"2")
        assert found.headers["Note"] == "a: b"
        assert found.headers["Nats-Msg-Id"] == "2"
        assert found.at.tzinfo

    async def test_none(self, connection):
        """At a place that holds none there is none."""
        assert await connection.stored("EVENTS", 7) is None
