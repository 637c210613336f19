"""Consumers of AUDIT that stop with their test, and what they left in DEAD."""

import asyncio

import pytest
import pytest_asyncio
from bus import Backoff, Consumer, ConsumerSpec, DeadLetter, Publication

AT_ONCE = Backoff(first_seconds=0.001, ceiling_seconds=0.01)


@pytest_asyncio.fixture
async def consume(line):
    """Give a way to start a consumer."""
    started = []

    async def start(handler, *, connection=None, **options):
        settings = {"durable": "audit", "backoff": AT_ONCE, "pause": AT_ONCE} | options
        consumer = Consumer(
            connection or line.connection, stream="AUDIT", handler=handler, **settings
        )
        started.append(consumer)
        await consumer.start()
        return consumer

    yield start
    for consumer in started:
        await consumer.stop()


@pytest.fixture
def publish(line):
    """Give a way to append entries whose bodies are the given numbers."""

    async def append(*numbers):
        await line.connection.append_many(
            [Publication("audit.billing.acme.invoice.paid", b"%d" % number) for number in numbers]
        )

    return append


@pytest_asyncio.fixture
async def dead(line):
    """Give a way to await the next dead letters."""
    await line.connection.ensure_consumer(ConsumerSpec("DEAD", "tests"))
    puller = await line.connection.pull("DEAD", "tests")

    async def letters(count):
        found = []
        async with asyncio.timeout(30):
            while len(found) < count:
                found += await puller.fetch(count - len(found), timeout_seconds=5)
        return [DeadLetter.read(delivery.payload) for delivery in found]

    yield letters
    await puller.close()


@pytest.fixture
def rest(line):
    """Give a way to see what another reader of the same durable would get now."""

    async def fetch(*, timeout_seconds=0.1):
        puller = await line.connection.pull("AUDIT", "audit")
        found = await puller.fetch(1000, timeout_seconds=timeout_seconds)
        for delivery in found:
            await delivery.nak()
        await puller.close()
        return [int(delivery.payload) for delivery in found]

    return fetch


class Bodies:
    """A handler that notes the numbers it gets, and can be told what to do with some."""

    def __init__(self, sink):
        self._sink = sink
        self.acts = {}

    async def __call__(self, deliveries):
        for delivery in deliveries:
            number = int(delivery.payload)
            if act := self.acts.get(number):
                act(delivery)
        for delivery in deliveries:
            self._sink(int(delivery.payload))


@pytest.fixture
def handler(collected):
    """Give a handler whose numbers arrive in `collected`."""
    return Bodies(collected)
