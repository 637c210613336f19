"""Reading from a stream with a durable name, over memory and over NATS."""

import asyncio

import pytest
import pytest_asyncio
from bus import ConsumerSpec
from bus.faults import BusUnavailable, NobodyAnswered

QUICK = ConsumerSpec("EVENTS", "quick", ack_wait_seconds=0.2)
PATIENT = ConsumerSpec("EVENTS", "patient")
WAIT_SECONDS = 10.0
MOMENT_SECONDS = 0.05


async def append(connection, *bodies, subject="event.tenant.acme.created"):
    for body in bodies:
        await connection.append(subject, body)


def bodies(deliveries):
    return [delivery.payload for delivery in deliveries]


@pytest_asyncio.fixture
async def puller(connection):
    """Give a reader of EVENTS with plenty of time to acknowledge."""
    await connection.ensure_consumer(PATIENT)
    puller = await connection.pull("EVENTS", "patient")
    yield puller
    await puller.close()


class TestFetch:
    async def test_order(self, connection, puller):
        """Messages come in the order of the stream, with their place and time."""
        await append(connection, b"1", b"2", b"3")
        fetched = await puller.fetch(10, timeout_seconds=WAIT_SECONDS)
        assert bodies(fetched) == [b"1", b"2", b"3"]
        assert [delivery.sequence for delivery in fetched] == [1, 2, 3]
        assert [delivery.deliveries for delivery in fetched] == [1, 1, 1]
        assert all(delivery.at.tzinfo for delivery in fetched)

    async def test_batch(self, connection, puller):
        """Never more than asked for; the rest comes with the next."""
        await append(connection, b"1", b"2", b"3")
        assert bodies(await puller.fetch(2, timeout_seconds=WAIT_SECONDS)) == [b"1", b"2"]
        assert bodies(await puller.fetch(2, timeout_seconds=WAIT_SECONDS)) == [b"3"]

    async def test_waits(self, connection, puller):
        """Where nothing is, it waits for the first message."""
        fetching = asyncio.create_task(puller.fetch(10, timeout_seconds=WAIT_SECONDS))
        await asyncio.sleep(0)
        await append(connection, b"1")
        assert bodies(await fetching) == [b"1"]

    async def test_nothing(self, puller):
        """Nothing comes of nothing, when the time is up."""
        assert await puller.fetch(10, timeout_seconds=MOMENT_SECONDS) == []

    async def test_after_nothing(self, connection, puller):
        """A fetch that ended takes nothing from the one after it."""
        for _ in range(3):
            await puller.fetch(10, timeout_seconds=MOMENT_SECONDS)
        await append(connection, b"1", b"2")
        assert bodies(await puller.fetch(10, timeout_seconds=WAIT_SECONDS)) == [b"1", b"2"]

    async def test_filter(self, connection):
        """A durable with filters gets what matches one of them."""
        filters = ("event.tenant.*.created", "event.flag.>")
        await connection.ensure_consumer(ConsumerSpec("EVENTS", "some", filters))
        await append(connection, b"1")
        await append(connection, b"2", subject="event.tenant.acme.deleted")
        await append(connection, b"3", subject="event.flag._.removed")
        puller = await connection.pull("EVENTS", "some")
        assert bodies(await puller.fetch(10, timeout_seconds=WAIT_SECONDS)) == [b"1", b"3"]

    async def test_shared(self, connection, puller):
        """Readers with the same durable share the messages."""
        other = await connection.pull("EVENTS", "patient")
        await append(connection, b"1", b"2")
        mine = bodies(await puller.fetch(1, timeout_seconds=WAIT_SECONDS))
        theirs = bodies(await other.fetch(1, timeout_seconds=WAIT_SECONDS))
        assert mine + theirs == [b"1", b"2"]

    async def test_line_lost(self, line):
        """A fetch that waits while the line is lost says so at once."""
        await line.connection.ensure_consumer(PATIENT)
        puller = await line.connection.pull("EVENTS", "patient")
        fetching = asyncio.create_task(puller.fetch(10, timeout_seconds=3600))
        await line.connection.flush()
        await line.cut()
        async with asyncio.timeout(30):
            with pytest.raises(BusUnavailable):
                await fetching

    async def test_resumed(self, line):
        """When the line is up again, the same puller goes on where it was.

        A killed server may have forgotten an acknowledgement, but never a message.
        """
        await line.connection.ensure_consumer(PATIENT)
        puller = await line.connection.pull("EVENTS", "patient")
        await append(line.connection, b"1", b"2")
        for delivery in await puller.fetch(1, timeout_seconds=WAIT_SECONDS):
            await delivery.ack()
        await line.connection.flush()
        await line.cut()
        with pytest.raises(BusUnavailable):
            await puller.fetch(10, timeout_seconds=WAIT_SECONDS)
        await line.restore()
        assert bodies(await puller.fetch(10, timeout_seconds=WAIT_SECONDS))[-1] == b"2"

    async def test_no_such_durable(self, connection):
        """A durable that nobody made is a fault, not a wait."""

        async def read():
            puller = await connection.pull("EVENTS", "nobody")
            await puller.fetch(1, timeout_seconds=3600)

        async with asyncio.timeout(30):
            with pytest.raises(NobodyAnswered):
                await read()
