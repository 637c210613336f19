"""One batch ahead, stopping and going on, over memory and over NATS."""

import asyncio

from bus import Consumer


class TestAhead:
    async def test_one_batch(self, line, publish, consume, collected, rest):
        """While one batch is worked on the next is fetched, and no more."""
        gate = asyncio.Event()

        async def handle(deliveries):
            collected(len(deliveries))
            await gate.wait()

        await publish(*range(10))
        await consume(handle, batch=2)
        await collected.of(1)
        await line.connection.flush()
        assert await rest() == [4, 5, 6, 7, 8, 9]
        gate.set()

    async def test_held(self, publish, consume, collected, rest):
        """What takes longer than its time to acknowledge isn't given to others."""
        gate = asyncio.Event()

        async def handle(deliveries):
            collected(len(deliveries))
            await gate.wait()

        await publish(1, 2)
        await consume(handle, batch=1, ack_wait_seconds=0.3)
        await collected.of(1)
        assert await rest(timeout_seconds=1.0) == []
        gate.set()


class TestAtOnce:
    async def test_side_by_side(self, line, publish, consume, collected, rest):
        """So many batches are worked on, one is fetched ahead, the rest is for others."""
        gate = asyncio.Event()

        async def handle(deliveries):
            collected([int(delivery.payload) for delivery in deliveries])
            await gate.wait()

        await publish(*range(10))
        await consume(handle, batch=2, at_once=2)
        await collected.of(2)
        await line.connection.flush()
        assert await rest() == [6, 7, 8, 9]
        assert collected.items == [[0, 1], [2, 3]]
        gate.set()

    async def test_stop(self, publish, consume, collected, rest):
        """All that are at work are finished, and what was fetched ahead is given back."""
        gate = asyncio.Event()

        async def handle(deliveries):
            collected([int(delivery.payload) for delivery in deliveries])
            await gate.wait()

        await publish(*range(6))
        consumer = await consume(handle, batch=2, at_once=2)
        await collected.of(2)
        stopping = asyncio.create_task(consumer.stop())
        await asyncio.sleep(0)
        gate.set()
        await stopping
        assert collected.items == [[0, 1], [2, 3]]
        assert sorted(await rest(timeout_seconds=5)) == [4, 5]

    async def test_poison_beside_others(self, publish, consume, handler, collected, dead):
        """A message that always fails ends with the dead letters; all others are done."""
        handler.acts = {3: lambda _delivery: 1 / 0}
        await publish(*range(12))
        await consume(handler, batch=3, at_once=3, max_deliver=2)
        (letter,) = await dead(1)
        assert letter.body == b"3"
        await collected.of(11)
        assert sorted(collected.items) == sorted({*range(12)} - {3})


class TestStop:
    async def test_at_work(self, publish, consume, collected, rest):
        """The batch at work is finished, what was fetched ahead is for others at once."""
        gate = asyncio.Event()

        async def handle(deliveries):
            collected([int(delivery.payload) for delivery in deliveries])
            await gate.wait()

        await publish(*range(4))
        consumer = await consume(handle, batch=2)
        await collected.of(1)
        stopping = asyncio.create_task(consumer.stop())
        await asyncio.sleep(0)
        gate.set()
        await stopping
        assert collected.items == [[0, 1]]
        assert sorted(await rest(timeout_seconds=5)) == [2, 3]

    async def test_idle(self, consume, handler):
        """A consumer without work stops at once, and may be stopped twice."""
        consumer = await consume(handler)
        async with asyncio.timeout(10):
            await consumer.stop()
            await consumer.stop()

    async def test_not_started(self, line, handler):
        """One that never started has nothing to stop."""
        await Consumer(line.connection, stream="AUDIT", durable="x", handler=handler).stop()

    async def test_while_disconnected(self, line, consume, handler):
        """A consumer can be stopped while the line is down."""
        consumer = await consume(handler)
        await line.cut()
        async with asyncio.timeout(10):
            await consumer.stop()


class TestRestart:
    async def test_goes_on(self, line, publish, consume, handler, collected):
        """When the line is up again the work goes on, with nothing left out."""
        await consume(handler)
        await publish(1)
        await collected.of(1)
        await line.cut()
        await line.restore()
        await publish(2)
        async with asyncio.timeout(20):
            while 2 not in collected.items:
                await collected.of(len(collected.items) + 1)

    async def test_acknowledgement_lost(self, line, publish, consume, collected, logged):
        """What was done while the line was down comes again: at least once, not at most."""
        gate = asyncio.Event()

        async def handle(deliveries):
            collected([delivery.deliveries for delivery in deliveries])
            await gate.wait()

        await publish(1)
        await consume(handle, ack_wait_seconds=0.5)
        await collected.of(1)
        await line.cut()
        gate.set()
        await logged("delivery_unsettled")
        await line.restore()
        assert len(await collected.of(2)) >= 2
