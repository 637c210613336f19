"""What a killed server may forget: nothing that it has acknowledged."""

import asyncio
import random

import pytest
from bus import Appended, Backoff, Consumer, ConsumerSpec, Publication, bootstrap
from bus.streams import BUCKETS, DEAD, PLAINTEXT_DAYS, STREAMS
from bus.wire import configuration
from contracts.faults import Fault

ENTRY = "audit.billing.acme.invoice.paid"


class TestKill:
    @pytest.mark.parametrize("seed", range(3))
    async def test_acknowledged(self, nats_line, seed):
        """Everything acknowledged before a kill -9 is there afterwards, exactly once."""
        publications = [Publication(ENTRY, b"%d" % n, message_id=f"m{n}") for n in range(1500)]
        appending = asyncio.create_task(nats_line.connection.append_many(publications))
        reached = random.Random(seed).randrange(100, 1000)
        while await sequence(nats_line) < reached:  # noqa: ASYNC110
            await asyncio.sleep(0)
        await nats_line.cut()
        results = await appending
        acknowledged = {n for n, result in enumerate(results) if isinstance(result, Appended)}
        await nats_line.restore()
        stored = await everything(nats_line)
        assert acknowledged
        assert acknowledged <= set(stored)
        assert len(stored) == len(set(stored))

        again = await nats_line.connection.append_many(publications)
        assert all(isinstance(result, Appended) for result in again)
        assert sorted(await everything(nats_line, durable="again")) == list(range(1500))

    @pytest.mark.parametrize("seed", range(2))
    async def test_batches(self, nats_line, seed):
        """Batches that a kill -9 falls into are repeated: everything is there once."""
        publications = [Publication(ENTRY, b"%d" % n, message_id=f"m{n}") for n in range(1000)]
        appending = asyncio.create_task(nats_line.connection.append_batch(publications))
        reached = random.Random(seed).randrange(100, 900)
        while await sequence(nats_line) < reached and not appending.done():  # noqa: ASYNC110
            await asyncio.sleep(0)
        await nats_line.cut()
        await asyncio.wait([appending])
        failed = appending.exception()
        assert failed is None or isinstance(failed, Fault)
        await nats_line.restore()
        assert len(await nats_line.connection.append_batch(publications)) == 1000
        stored = await everything(nats_line)
        assert sorted(stored) == list(range(1000))

    async def test_consumer(self, nats_line, collected):
        """A consumer that is running meanwhile misses nothing."""

        async def handle(deliveries):
            for delivery in deliveries:
                collected(int(delivery.payload))

        consumer = Consumer(
            nats_line.connection,
            stream="AUDIT",
            durable="audit",
            handler=handle,
            batch=50,
            pause=Backoff(first_seconds=0.01),
            ack_wait_seconds=2,
        )
        await consumer.start()
        numbers = [Publication(ENTRY, b"%d" % n) for n in range(2000)]
        await nats_line.connection.append_many(numbers[:1000])
        await collected.of(200)
        await nats_line.cut()
        await nats_line.restore()
        await nats_line.connection.append_many(numbers[1000:])
        while len(set(collected.items)) < 2000:
            await collected.of(len(collected.items) + 1)
        await consumer.stop()

    async def test_values(self, nats_line):
        """A value that was put is there after a kill -9."""
        directory = nats_line.connection.key_value("directory")
        revision = await directory.put("a", b"1")
        await nats_line.cut()
        await nats_line.restore()
        assert (await directory.get("a")).revision == revision


async def sequence(line):
    info = await line.connection._management.call("STREAM.INFO.AUDIT", {})
    return info["state"]["last_seq"]


async def everything(line, *, durable="everything"):
    await line.connection.ensure_consumer(ConsumerSpec("AUDIT", durable))
    puller = await line.connection.pull("AUDIT", durable)
    found = []
    while batch := await puller.fetch(1000, timeout_seconds=0.3):
        found += batch
    await puller.close()
    return [int(delivery.payload) for delivery in found]


class TestConfiguration:
    async def test_streams(self, nats_line):
        """Streams are on disk, dedupe for two minutes, take 1 MB, and discard only what is old."""
        for stream in STREAMS:
            found = await nats_line.connection._management._find(f"STREAM.INFO.{stream.name}")
            limits = [found[name] for name in ("max_msgs", "max_bytes", "max_age")]
            age = PLAINTEXT_DAYS * 86_400 * 10**9
            assert (found["storage"], found["discard"], limits) == ("file", "new", [-1, -1, age])
            assert (found["duplicate_window"], found["max_msg_size"]) == (120 * 10**9, 1024 * 1024)

    async def test_covered(self, nats_line):
        """What the server says about them is what was asked for, so nobody updates for nothing."""
        management = nats_line.connection._management
        for stream in STREAMS:
            found = await management._find(f"STREAM.INFO.{stream.name}")
            assert configuration.covers(found, configuration.stream(stream))
        for bucket in BUCKETS:
            found = await management._find(f"STREAM.INFO.KV_{bucket.name}")
            assert configuration.covers(found, configuration.bucket(bucket))
        spec = ConsumerSpec("AUDIT", "audit", ("audit.a.>", "audit.b.>"))
        await bootstrap(nats_line.connection, consumers=[spec])
        found = await management._find("CONSUMER.INFO.AUDIT.audit")
        assert configuration.covers(found, configuration.durable(spec))

    def test_dead_letters(self):
        """Dead letters have their own stream."""
        assert DEAD.subjects == ("dead.>",)
