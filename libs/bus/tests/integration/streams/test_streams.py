"""The streams there are, over memory and over NATS."""

import asyncio
import itertools

import pytest
from bus import StreamSpec, bootstrap, is_acknowledgement
from bus.faults import (
    MessageTooLarge,
)
from bus.streams import AUDIT, STREAMS, ConsumerSpec
from contracts.faults import Conflict

ENTRY = "audit.billing.acme.invoice.paid"


class TestRoots:
    def test_apart(self):
        """No stream wants what another stores, and none wants a request."""
        for one, other in itertools.combinations(STREAMS, 2):
            assert not set(one.subjects) & set(other.subjects)
        assert {"event.>", "audit.>", "dead.>"} == {
            subject for stream in STREAMS for subject in stream.subjects
        }

    async def test_overlap(self, connection):
        """A stream that wants another's subjects is refused."""
        with pytest.raises(Conflict) as raised:
            await connection.ensure_stream(StreamSpec("THIEF", ("audit.billing.>",)))
        assert raised.value.reason == "subjects_overlap"

    async def test_request_into_a_stream(self, connection):
        """A request whose subject a stream stores is answered with the acknowledgement."""
        reply = await connection.request("audit.v1.list.entries", b"{}")
        assert is_acknowledgement(reply.payload)

    @pytest.mark.parametrize("payload", [b"", b"[]", b"{", b'{"stream":1,"seq":"1"}', b'"x"'])
    def test_not_an_acknowledgement(self, payload):
        """Anything else isn't one."""
        assert not is_acknowledgement(payload)

    async def test_acknowledgement_as_entry(self, line, stored):
        """A stream's acknowledgement may land in a stream, where it can be told from an entry."""
        await line.stranger_publishes(ENTRY, b"{}", reply="audit.x._.y")
        bodies = [delivery.payload for delivery in await stored()]
        assert [is_acknowledgement(body) for body in bodies] == [False, True]


class TestBootstrap:
    async def test_again(self, connection, stored):
        """A second run changes nothing, and side by side they don't fight."""
        await connection.append(ENTRY, b"{}")
        await asyncio.gather(*(bootstrap(connection) for _ in range(5)))
        assert len(await stored()) == 1

    async def test_consumers(self, connection):
        """It makes the durables that services only may read from."""
        await bootstrap(connection, consumers=[ConsumerSpec("AUDIT", "audit")])
        puller = await connection.pull("AUDIT", "audit")
        assert await puller.fetch(1, timeout_seconds=0.05) == []


class TestEnsureStream:
    async def test_adjusts(self, connection, stored):
        """A specification that changed is carried out on the stream that is there."""
        await connection.append(ENTRY, b"{}")
        await connection.ensure_stream(StreamSpec("AUDIT", AUDIT.subjects, max_message_bytes=100))
        with pytest.raises(MessageTooLarge):
            await connection.append(ENTRY, bytes(101))
        assert len(await stored()) == 1
