"""Dead letters, and publishing them again; over memory and over NATS."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from bus import DeadLetter, Delivery, replay
from bus.dead_letters import NotReplayable, bury

LETTER = DeadLetter(
    id="0e3b1f3e-0000-4000-8000-000000000000",
    stream="AUDIT",
    durable="audit",
    subject="audit.billing.acme.invoice.paid",
    headers={
        "Content-Type": "application/json",
        "X-Request-Id": "r1",
        "Nats-Msg-Id": "m1",
        "Nats-Expected-Stream": "OTHER",
        "traceparent": "00-1",
    },
    body=b'{"outcome":"maybe"}',
    reason="no such outcome",
    deliveries=1,
    sequence=7,
    at=datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC),
)


@pytest.fixture
def entries(line):
    """Give a way to read everything in AUDIT."""

    async def read(count):
        from bus import ConsumerSpec  # noqa: PLC0415

        await line.connection.ensure_consumer(ConsumerSpec("AUDIT", "reader"))
        puller = await line.connection.pull("AUDIT", "reader")
        found = []
        while len(found) < count:
            found += await puller.fetch(count, timeout_seconds=5)
        await puller.close()
        return found

    return read


class TestReplay:
    async def test_again(self, connection, entries):
        """It is published to its subject again, with its headers but those that streams obey."""
        await replay(connection, LETTER)
        (entry,) = await entries(1)
        assert (entry.subject, entry.payload) == (LETTER.subject, LETTER.body)
        assert entry.headers["X-Request-Id"] == "r1"
        assert "Nats-Expected-Stream" not in entry.headers

    async def test_repaired(self, connection, entries):
        """A repaired body replaces the one that failed."""
        await replay(connection, LETTER, body='{"outcome":"success"}')
        (entry,) = await entries(1)
        assert entry.payload == b'{"outcome":"success"}'

    async def test_fresh_message_id(self, connection, entries):
        """The stream doesn't take it for the one that it has."""
        await connection.append(LETTER.subject, LETTER.body, message_id="m1")
        appended = [await replay(connection, LETTER) for _ in range(2)]
        assert [one.duplicate for one in appended] == [False, False]
        assert len(await entries(3)) == 3

    async def test_other_shapes(self, connection, entries):
        """Anything with a subject, headers and a body can be replayed, text included."""
        letter = SimpleNamespace(subject=LETTER.subject, headers={}, body="é")
        await replay(connection, letter)
        (entry,) = await entries(1)
        assert entry.payload == "é".encode()

    @pytest.mark.parametrize(
        "subject", ["rpc.tenant.v1.delete_tenant", "dead.AUDIT.audit", "$KV.a"]
    )
    async def test_elsewhere(self, connection, subject):
        """Only what came from a stream of events or entries may be published again."""
        with pytest.raises(NotReplayable) as raised:
            await replay(connection, replace(LETTER, subject=subject))
        assert raised.value.status == 422

    async def test_through_a_consumer(self, connection, consume, collected, dead):
        """Rejected, repaired, replayed: the consumer takes it the second time."""

        async def handle(deliveries):
            for delivery in deliveries:
                if delivery.payload == b"broken":
                    delivery.reject("broken")
                else:
                    collected(delivery.payload)

        await consume(handle)
        await connection.append("audit.billing._.x", b"broken", message_id="m1")
        (letter,) = await dead(1)
        await replay(connection, letter, body=b"repaired")
        assert await collected.of(1) == [b"repaired"]


class TestBury:
    async def test_once(self, connection, dead):
        """The same delivery given up twice is one dead letter."""
        delivery = Delivery(
            subject="audit.a._.b",
            payload=b"x",
            headers={},
            sequence=3,
            deliveries=1,
            at=datetime(2026, 1, 2, tzinfo=UTC),
            settle=asyncio.sleep,
        )
        letters = [DeadLetter.of(delivery, stream="AUDIT", durable="audit") for _ in range(2)]
        appended = [await bury(connection, letter) for letter in letters]
        assert [one.duplicate for one in appended] == [False, True]
        assert len(await dead(1)) == 1

    async def test_too_large(self, connection, dead):
        """One too large for the bus goes without its body, and says where that still is."""
        await bury(connection, replace(LETTER, body=b"x" * 1024 * 1024))
        (letter,) = await dead(1)
        assert letter.body == b""
        assert letter.reason == "no such outcome (its 1048576 bytes are only in AUDIT)"
