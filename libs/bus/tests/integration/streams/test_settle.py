"""What becomes of what was read, over memory and over NATS."""

import asyncio

import pytest
import pytest_asyncio
from bus import ConsumerSpec
from bus.faults import BusUnavailable

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


class TestSettle:
    @pytest.mark.parametrize("settle", ["ack", "term"])
    async def test_done(self, connection, settle):
        """What is done with, or given up, doesn't come again when its time is up."""
        await connection.ensure_consumer(QUICK)
        puller = await connection.pull("EVENTS", "quick")
        await append(connection, b"1", b"2")
        done, _ = await puller.fetch(2, timeout_seconds=WAIT_SECONDS)
        await getattr(done, settle)()
        again = await puller.fetch(2, timeout_seconds=WAIT_SECONDS)
        assert [(delivery.payload, delivery.deliveries) for delivery in again] == [(b"2", 2)]

    async def test_nak(self, connection, puller):
        """What is asked for again comes again, and says how often it did."""
        await append(connection, b"1")
        counts = []
        for _ in range(3):
            (delivery,) = await puller.fetch(1, timeout_seconds=WAIT_SECONDS)
            counts.append(delivery.deliveries)
            await delivery.nak()
        assert counts == [1, 2, 3]

    async def test_nak_later(self, connection, puller):
        """What is asked for later lets others pass meanwhile."""
        await append(connection, b"1")
        (delivery,) = await puller.fetch(1, timeout_seconds=WAIT_SECONDS)
        await delivery.nak(delay_seconds=0.3)
        await append(connection, b"2")
        order = []
        while len(order) < 2:
            order += bodies(await puller.fetch(1, timeout_seconds=WAIT_SECONDS))
        assert order == [b"2", b"1"]

    async def test_in_progress(self, connection):
        """What is reported as being worked on is not taken away."""
        await connection.ensure_consumer(QUICK)
        puller = await connection.pull("EVENTS", "quick")
        await append(connection, b"1")
        (held,) = await puller.fetch(1, timeout_seconds=WAIT_SECONDS)
        others = []
        for _ in range(6):
            await held.in_progress()
            others += await puller.fetch(1, timeout_seconds=MOMENT_SECONDS)
        assert others == []

    async def test_while_disconnected(self, line):
        """An acknowledgement that can't be sent is refused, and the message comes again."""
        await line.connection.ensure_consumer(QUICK)
        puller = await line.connection.pull("EVENTS", "quick")
        await append(line.connection, b"1")
        (delivery,) = await puller.fetch(1, timeout_seconds=WAIT_SECONDS)
        await line.cut()
        with pytest.raises(BusUnavailable):
            await delivery.ack()
        await line.restore()
        assert bodies(await puller.fetch(1, timeout_seconds=WAIT_SECONDS)) == [b"1"]


class TestClose:
    async def test_waiting_fetch(self, connection, puller):
        """A fetch that waits ends with nothing."""
        fetching = asyncio.create_task(puller.fetch(10, timeout_seconds=3600))
        await connection.flush()
        async with asyncio.timeout(30):
            await puller.close()
            assert await fetching == []

    async def test_later(self, connection, puller):
        """Whatever comes afterwards is for other readers, at once."""
        fetching = asyncio.create_task(puller.fetch(10, timeout_seconds=3600))
        await connection.flush()
        await puller.close()
        await fetching
        await append(connection, b"1")
        other = await connection.pull("EVENTS", "patient")
        assert bodies(await other.fetch(1, timeout_seconds=WAIT_SECONDS)) == [b"1"]
