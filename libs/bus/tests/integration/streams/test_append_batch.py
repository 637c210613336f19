"""Storing many messages with one commit, over memory and over NATS."""

import pytest
from bus import Publication, StreamSpec
from bus.faults import BusUnavailable, MessageTooLarge

ENTRY = "audit.billing.acme.invoice.paid"


def numbered(count, *, first=0):
    return [
        Publication(ENTRY, str(number).encode(), {"X-Number": str(number)}, f"id-{number}")
        for number in range(first, first + count)
    ]


class TestAppendBatch:
    @pytest.mark.parametrize("count", [0, 1, 7, 8, 500, 501, 1203])
    async def test_order(self, connection, stored, count):
        """However many they are, they are stored in their order, each with its own place."""
        appended = await connection.append_batch(numbered(count))
        assert [one.sequence for one in appended] == list(range(1, count + 1))
        assert [int(one.payload) for one in await stored()] == list(range(count))

    async def test_other_subjects(self, connection, stored):
        """A batch may go to several subjects of its stream."""
        mixed = [Publication(f"audit.billing.t{number}.paid", b"{}") for number in range(20)]
        await connection.append_batch(mixed)
        assert [one.subject for one in await stored()] == [one.subject for one in mixed]

    async def test_headers(self, connection, stored):
        """Each message has its own headers, and is JSON unless they say otherwise."""
        await connection.append_batch(numbered(20))
        for number, delivery in enumerate(await stored()):
            expected = {
                "Content-Type": "application/json",
                "X-Number": str(number),
                "Nats-Msg-Id": f"id-{number}",
            }
            assert delivery.headers.items() >= expected.items()

    async def test_again(self, connection, stored):
        """A batch that is sent again, since its acknowledgement was lost, adds nothing."""
        first = await connection.append_batch(numbered(20))
        again = await connection.append_batch(numbered(20))
        assert [one.sequence for one in again] == [one.sequence for one in first]
        assert {one.duplicate for one in again} == {True}
        assert len(await stored()) == 20

    async def test_partly_known(self, connection, stored):
        """What of a batch was stored before is not stored again, the rest is."""
        await connection.append_batch(numbered(20))
        appended = await connection.append_batch(numbered(20, first=15))
        assert sum(one.duplicate for one in appended) == 5
        assert sorted(int(one.payload) for one in await stored()) == list(range(35))

    async def test_twins(self, connection, stored):
        """Of two messages with one id the stream keeps the first."""
        twins = [*numbered(10), Publication(ENTRY, b"other", message_id="id-3")]
        await connection.append_batch(twins)
        assert sorted(int(one.payload) for one in await stored()) == list(range(10))

    async def test_too_large(self, connection):
        """One that the bus doesn't carry is told."""
        with pytest.raises(MessageTooLarge):
            await connection.append_batch([*numbered(10), Publication(ENTRY, bytes(2**20 + 1))])

    async def test_stream_without_batches(self, connection):
        """A stream that takes no batches gets the messages one by one."""
        await connection.ensure_stream(StreamSpec("PLAIN", ("plain.>",)))
        many = [Publication("plain.a", str(number).encode()) for number in range(20)]
        assert len({one.sequence for one in await connection.append_batch(many)}) == 20

    async def test_stream_that_learns(self, connection):
        """A stream of an earlier release takes batches once it was adjusted."""
        await connection.ensure_stream(StreamSpec("PLAIN", ("plain.>",)))
        await connection.ensure_stream(StreamSpec("PLAIN", ("plain.>",), takes_batches=True))
        many = [Publication("plain.a", str(number).encode()) for number in range(20)]
        appended = await connection.append_batch(many)
        assert [one.sequence for one in appended] == list(range(1, 21))

    async def test_disconnected(self, line):
        """While the line is down the fault comes at once."""
        await line.cut()
        with pytest.raises(BusUnavailable):
            await line.connection.append_batch(numbered(20))

    async def test_restored(self, line, stored):
        """A server that was killed has all of a batch that it acknowledged."""
        await line.connection.append_batch(numbered(300))
        await line.cut()
        await line.restore()
        await line.connection.append_batch(numbered(20, first=300))
        assert [int(one.payload) for one in await stored()] == list(range(320))
