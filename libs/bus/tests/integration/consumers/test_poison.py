"""What makes the handler fail, over memory and over NATS."""

import pytest
from bus import Backoff, ConsumerSpec
from contracts.faults import Unavailable


def fail(delivery):
    raise ValueError(f"bad {int(delivery.payload)}")


def events(logs):
    return [entry["event"] for entry in logs]


@pytest.mark.usefixtures("logs")
class TestPoison:
    async def test_isolated(self, publish, consume, handler, collected, dead):
        """One message that makes the handler fail takes none of its batch along."""
        handler.acts[37] = fail
        await publish(*range(100))
        await consume(handler, max_deliver=3)
        (letter,) = await dead(1)
        others = [number for number in range(100) if number != 37]
        assert sorted(set(await collected.of(99))) == others
        assert (letter.body, letter.reason, letter.deliveries) == (b"37", "ValueError: bad 37", 3)

    async def test_logged(self, publish, consume, handler, dead, logs):
        """Each failed delivery is logged once, with its traceback and without its body."""
        handler.acts[3] = fail
        await publish(*range(8))
        await consume(handler, max_deliver=2)
        await dead(1)
        failures = [entry for entry in logs if entry["event"] == "consumer_failed"]
        assert [type(entry["exc_info"]) for entry in failures] == [ValueError, ValueError]
        assert "payload" not in failures[0]

    async def test_does_not_block(self, publish, consume, handler, collected, dead):
        """Many of them leave the way free for what comes after them."""
        for number in range(50):
            handler.acts[number] = fail
        await publish(*range(60))
        await consume(handler, batch=10, max_deliver=3)
        assert len(await dead(50)) == 50
        assert sorted(set(await collected.of(10))) == list(range(50, 60))

    async def test_marked_before_failure(self, publish, consume, collected, dead):
        """What the handler had decided before it failed stays decided."""

        async def handle(deliveries):
            for delivery in deliveries:
                collected(int(delivery.payload))
                if delivery.payload == b"1":
                    delivery.reject("decided")
            if len(deliveries) > 1:
                raise ValueError("oh")

        await publish(1, 2)
        await consume(handle)
        (letter,) = await dead(1)
        assert letter.reason == "decided"
        assert await collected.of(3) == [1, 2, 2]

    async def test_never_answered(self, line, publish, consume, handler, dead, collected):
        """What was delivered too often without any answer, as if it killed us, is not tried."""
        await line.connection.ensure_consumer(ConsumerSpec("AUDIT", "audit"))
        await publish(1)
        puller = await line.connection.pull("AUDIT", "audit")
        for _ in range(3):
            (delivery,) = await puller.fetch(1, timeout_seconds=5)
            await delivery.nak()
        await puller.close()
        await consume(handler, max_deliver=3)
        (letter,) = await dead(1)
        assert (letter.reason, letter.deliveries) == ("No answer after 3 deliveries.", 4)
        assert collected.items == []


@pytest.mark.usefixtures("logs")
class TestUnavailable:
    async def test_waits(self, publish, consume, collected, logs):
        """While what the handler needs is down the batch waits, and no message is blamed."""
        attempts = 0

        async def handle(deliveries):
            nonlocal attempts
            attempts += 1
            if attempts < 20:
                raise Unavailable("database")
            for delivery in deliveries:
                collected((int(delivery.payload), delivery.deliveries))

        await publish(1, 2)
        await consume(handle, max_deliver=2)
        assert await collected.of(2) == [(1, 1), (2, 1)]
        assert "consumer_failed" not in events(logs)
        assert "consumer_waits" in events(logs)

    async def test_stop(self, publish, consume, collected, rest):
        """A consumer that waits can be stopped, and others get the batch at once."""

        async def handle(_deliveries):
            collected(1)
            raise Unavailable("database")

        await publish(1, 2)
        consumer = await consume(handle, pause=Backoff(first_seconds=3600))
        await collected.of(1)
        await consumer.stop()
        assert sorted(await rest(timeout_seconds=5)) == [1, 2]
