"""What the bus is handed, and what it will never take."""

import json

import pytest
from bus.faults import BusUnavailable, NobodyAnswered
from chassis import OutboxEntry
from chassis.publisher import Publisher, Unpublishable


@pytest.fixture
def publisher(memory_bus):
    return Publisher(memory_bus)


class TestPublish:
    async def test_a_stream_stores_it(self, publisher, memory_bus):
        """Payload and headers as they are."""
        headers = {"traceparent": f"00-{'a' * 32}-{'b' * 16}-01"}
        entry = OutboxEntry(subject="event.a._.b", payload='{"a":1}', headers=headers)
        await publisher.publish(entry)
        stored = memory_bus.broker.streams["EVENTS"].at(1)
        assert (stored.payload, stored.headers["Nats-Msg-Id"]) == (b'{"a":1}', entry.id)
        assert stored.headers["traceparent"].split("-")[1] == "a" * 32

    async def test_twice_is_once(self, publisher, memory_bus):
        """The stream knows the entry's id."""
        entry = OutboxEntry(subject="event.a._.b", payload="{}")
        await publisher.publish(entry)
        await publisher.publish(entry)
        assert memory_bus.broker.streams["EVENTS"].last_sequence == 1

    @pytest.mark.parametrize("bucket", ["directory", "flags"])
    async def test_a_record_goes_to_its_bucket(self, publisher, memory_bus, bucket):
        """Under its key, and nowhere else."""
        payload = json.dumps({"version": 1})
        await publisher.publish(OutboxEntry(kind=bucket, subject="tenant.acme", payload=payload))
        for name in ("directory", "flags"):
            held = await memory_bus.key_value(name).get("tenant.acme")
            assert (held and held.value.decode()) == (payload if name == bucket else None)

    @pytest.mark.parametrize(
        "entry",
        [
            OutboxEntry(subject="event.a._.b", payload="x" * 1024 * 1024 * 2),
            OutboxEntry(subject="event.a._.b", payload="\ud800"),
            OutboxEntry(kind="directory", subject="no key", payload='{"version":1}'),
            OutboxEntry(kind="directory", subject="tenant.acme", payload="{}"),
        ],
        ids=["too large", "no text", "no key", "no record"],
    )
    async def test_what_can_never_be_published_is_told_apart(self, publisher, entry):
        """Trying again can't help."""
        with pytest.raises(Unpublishable):
            await publisher.publish(entry)

    async def test_without_a_stream_it_may_help_to_wait(self, publisher):
        """Somebody may make the stream."""
        with pytest.raises(NobodyAnswered):
            await publisher.publish(OutboxEntry(subject="elsewhere.a", payload="{}"))

    async def test_without_a_bus_it_may_help_to_wait(self, publisher, memory_bus):
        """Somebody may start it."""
        memory_bus.disconnect()
        with pytest.raises(BusUnavailable):
            await publisher.publish(OutboxEntry(subject="event.a._.b", payload="{}"))
