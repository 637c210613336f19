"""Storing in a stream, over memory and over NATS."""

import asyncio

import pytest
from bus import Appended, Publication, StreamSpec
from bus.deadline import within
from bus.faults import (
    BusUnavailable,
    MessageTooLarge,
    NobodyAnswered,
    StreamRefused,
)

ENTRY = "audit.billing.acme.invoice.paid"


class TestAppend:
    async def test_acknowledged(self, connection):
        """The acknowledgement names the stream and the place in it."""
        first = await connection.append(ENTRY, b"{}")
        second = await connection.append(ENTRY, b"{}")
        assert first.stream == second.stream == "AUDIT"
        assert (first.duplicate, second.sequence) == (False, first.sequence + 1)

    async def test_same_message_id(self, connection, stored):
        """A message id is stored once, however often it is sent."""
        first = await connection.append(ENTRY, b"1", message_id="a")
        again = await connection.append(ENTRY, b"2", message_id="a")
        assert Appended("AUDIT", first.sequence, duplicate=True) == again
        assert [delivery.payload for delivery in await stored()] == [b"1"]

    async def test_message_ids_of_other_subjects(self, connection):
        """The id dedupes over the whole stream, so it must be one that nobody can guess."""
        await connection.append(ENTRY, b"1", message_id="a")
        assert (await connection.append("audit.other._.x", b"2", message_id="a")).duplicate

    async def test_without_message_id(self, connection):
        """Without an id of its own each append is a message of its own."""
        await connection.append(ENTRY, b"same")
        assert not (await connection.append(ENTRY, b"same")).duplicate

    async def test_headers(self, connection, stored):
        """Headers are stored with the message; JSON is what it is unless they say otherwise."""
        await connection.append(ENTRY, b"{}", headers={"X-Request-Id": "r"}, message_id="m")
        (delivery,) = await stored()
        expected = {
            "Content-Type": "application/json",
            "X-Request-Id": "r",
            "Nats-Msg-Id": "m",
        }
        assert delivery.headers.items() >= expected.items()

    async def test_no_stream(self, connection):
        """Where no stream listens the fault says so when the budget is used up."""
        with within(0.2), pytest.raises(NobodyAnswered):
            await connection.append("nowhere.a", b"")

    async def test_too_large(self, connection):
        """More than a stream takes is refused."""
        await connection.ensure_stream(StreamSpec("SMALL", ("small.>",), max_message_bytes=1000))
        with pytest.raises(MessageTooLarge):
            await connection.append("small.a", bytes(1001))

    async def test_disconnected(self, line):
        """While the line is down the fault comes at once, without a further attempt."""
        await line.cut()
        async with asyncio.timeout(2):
            with pytest.raises(BusUnavailable):
                await line.connection.append(ENTRY, b"{}")

    async def test_answered_by_a_service(self, connection):
        """An answer that isn't a stream's is not taken for an acknowledgement."""

        async def answer(message):
            await connection.publish(message.reply, b'{"slug":"acme"}')

        await connection.subscribe("rpc.a", answer)
        with within(0.2), pytest.raises(StreamRefused):
            await connection.append("rpc.a", b"")


class TestAppendMany:
    async def test_order(self, connection):
        """There is one acknowledgement for each, in the order of the publications."""
        publications = [Publication(ENTRY, b"{}", message_id=str(n)) for n in range(300)]
        first = await connection.append_many(publications)
        again = await connection.append_many(publications)
        assert [one.sequence for one in first] == [one.sequence for one in again]
        assert {False} == {one.duplicate for one in first}
        assert {True} == {one.duplicate for one in again}

    async def test_refused_one(self, connection):
        """One that is refused hides none of the others."""
        results = await connection.append_many(
            [
                Publication(ENTRY, b"1"),
                Publication(ENTRY, bytes(2 * 1024 * 1024)),
                Publication(ENTRY, b"3"),
            ]
        )
        assert [Appended, MessageTooLarge, Appended] == [type(result) for result in results]
