"""Working through a stream, over memory and over NATS."""

from bus import Client, Consumer, ConsumerSpec


class TestBatches:
    async def test_done(self, publish, consume, handler, collected, rest):
        """What the handler returns from is done with."""
        await publish(1, 2, 3)
        consumer = await consume(handler)
        await collected.of(3)
        await consumer.stop()
        assert (collected.items, await rest()) == ([1, 2, 3], [])

    async def test_all(self, publish, consume, handler, collected):
        """Each of many comes once, in order, whatever the size of the batches."""
        await publish(*range(500))
        await consume(handler, batch=7)
        await collected.of(500)
        await publish(500, 501)
        assert await collected.of(502) == list(range(502))

    async def test_size(self, publish, consume, collected):
        """A batch is never larger than asked for."""
        await publish(*range(20))

        async def handle(deliveries):
            for _ in deliveries:
                collected(len(deliveries))

        await consume(handle, batch=6)
        assert max(await collected.of(20)) == 6

    async def test_filter(self, line, consume, collected):
        """A consumer may want some subjects only."""

        async def handle(deliveries):
            for delivery in deliveries:
                collected(delivery.subject)

        await consume(handle, filter_subjects=("audit.billing.>",))
        for subject in ("audit.other._.x", "audit.billing._.y"):
            await line.connection.append(subject, b"{}")
        assert await collected.of(1) == ["audit.billing._.y"]

    async def test_shared(self, line, publish, consume, handler, collected):
        """Two instances with the same durable share the work."""
        await consume(handler, batch=5)
        await consume(handler, batch=5, connection=await line.another())
        await publish(*range(100))
        assert sorted(await collected.of(100)) == list(range(100))

    async def test_existing_durable(self, line, publish, consume, handler, collected):
        """A durable that the bootstrap made is used as it is."""
        spec = Consumer(line.connection, stream="AUDIT", durable="audit", handler=handler).spec
        await line.connection.ensure_consumer(spec)
        await publish(1)
        await consume(handler)
        assert await collected.of(1) == [1]


class TestReactions:
    async def test_calls_services(self, line, consume, publish, collected, greeting):
        """A consumer may call rpcs, which fail for want of a service as they would anywhere."""
        client = Client(line.connection)

        async def handle(_deliveries):
            try:
                await client.call(greeting.GREET, greeting.Request(name="x"))
            except Exception as error:  # noqa: BLE001
                collected(getattr(error, "reason", ""))

        await consume(handle)
        await publish(1)
        assert await collected.of(1) == ["nobody_answered"]


class TestSpec:
    def test_named(self, memory_line, handler):
        """The durable's specification can be had without starting, for the bootstrap."""
        consumer = Consumer(memory_line.connection, stream="AUDIT", durable="x", handler=handler)
        assert consumer.spec == ConsumerSpec("AUDIT", "x")
