"""What fails in a consumer: again later, then a dead letter; over memory and over NATS."""

from bus import Backoff
from bus.faults import StreamRefused


def fail(delivery):
    raise ValueError(f"bad {int(delivery.payload)}")


def events(logs):
    return [entry["event"] for entry in logs]


class TestReject:
    async def test_dead_letter(self, publish, consume, handler, dead, rest):
        """What the handler rejects becomes a dead letter that tells everything."""
        handler.acts[2] = lambda delivery: delivery.reject("no tenant")
        await publish(1, 2, 3)
        consumer = await consume(handler)
        (letter,) = await dead(1)
        await consumer.stop()
        assert (letter.stream, letter.durable, letter.subject) == (
            "AUDIT",
            "audit",
            "audit.billing.acme.invoice.paid",
        )
        assert (letter.body, letter.reason, letter.deliveries) == (b"2", "no tenant", 1)
        assert letter.headers["Content-Type"] == "application/json"
        assert await rest() == []

    async def test_others(self, publish, consume, handler, collected, dead):
        """The rest of the batch is done as if nothing had been."""
        handler.acts[2] = lambda delivery: delivery.reject("no tenant")
        await publish(*range(10))
        await consume(handler)
        await dead(1)
        assert collected.items == list(range(10))


class TestRetry:
    async def test_later(self, publish, consume, handler, collected):
        """What the handler wants again comes again, and others pass meanwhile."""
        handler.acts[1] = lambda delivery: (
            delivery.retry("not yet") if delivery.deliveries < 3 else None
        )
        await publish(1, 2)
        await consume(handler)
        assert sorted(await collected.of(4)) == [1, 1, 1, 2]

    async def test_given_up(self, publish, consume, handler, collected, dead):
        """After `max_deliver` deliveries it becomes a dead letter with the last reason."""
        handler.acts[1] = lambda delivery: delivery.retry(f"try {delivery.deliveries}")
        await publish(1)
        await consume(handler, max_deliver=4)
        (letter,) = await dead(1)
        assert (letter.reason, letter.deliveries) == ("try 4", 4)
        assert collected.items == [1, 1, 1, 1]

    async def test_backoff(self, publish, consume, collected):
        """The waits grow with the deliveries, as the backoff says."""
        asked = []

        class Noting(Backoff):
            def delay(self, attempt):
                asked.append(attempt)
                return 0.001

        async def handle(deliveries):
            for delivery in deliveries:
                collected(delivery.deliveries)
                if delivery.deliveries < 4:
                    delivery.retry("again")

        await publish(1)
        await consume(handle, backoff=Noting())
        assert await collected.of(4) == [1, 2, 3, 4]
        assert asked == [1, 2, 3]


class Failing:
    """A connection on which the stream of dead letters refuses, at first."""

    def __init__(self, connection, *, times):
        self._connection = connection
        self.left = times

    def __getattr__(self, name):
        return getattr(self._connection, name)

    async def append(self, subject, payload, **rest):
        if self.left:
            self.left -= 1
            raise StreamRefused("full")
        return await self._connection.append(subject, payload, **rest)


class TestBury:
    async def test_before_acknowledging(self, line, publish, consume, handler, dead, logs):
        """A message is acknowledged after its dead letter is stored: else it comes again."""
        handler.acts[1] = lambda delivery: delivery.reject("no")
        await publish(1)
        failing = Failing(line.connection, times=2)
        await consume(handler, connection=failing, ack_wait_seconds=0.2)
        (letter,) = await dead(1)
        assert (failing.left, letter.deliveries) == (0, 3)
        assert events(logs).count("delivery_unsettled") == 2
