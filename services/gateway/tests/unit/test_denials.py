"""Denials: stored before they are told, repeats counted."""

import asyncio
import json

import pytest
from bus import MemoryBroker, MemoryConnection, bootstrap
from bus.faults import BusUnavailable
from chassis import AuditTrail
from contracts.audit.v1 import Publication
from contracts.faults import Unavailable
from contracts.platform.v1 import Actor
from gateway import tracing
from gateway.denial import Denial
from gateway.denials import Denials

MAX = Actor(
    type="user",
    id="7",
    email="max@acme.localhost",
    name="Max",
    ip="203.0.113.9",
    audience="dezky-portal",
)


def denial(**changes):
    fields = {
        "actor": MAX,
        "route": "POST /tenants/{slug}/suspend",
        "path": "POST /tenants/acme/suspend",
        "reason": "operator_token_required",
        "tenant": "acme",
    }
    return Denial(**(fields | changes))


class Time:
    now = 1000.0

    def __call__(self):
        return self.now


class Bus:
    """A bus in memory, and what the AUDIT stream has stored."""

    def __init__(self):
        self.broker = MemoryBroker()
        self.connection = MemoryConnection(self.broker)

    @property
    def messages(self):
        stream = self.broker.streams["AUDIT"]
        return [stream.at(sequence) for sequence in range(1, stream.last_sequence + 1)]

    @property
    def entries(self):
        return [json.loads(message.payload) for message in self.messages]


@pytest.fixture
async def bus():
    made = Bus()
    await bootstrap(made.connection)
    return made


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def denials(bus, time):
    return Denials(bus.connection, AuditTrail("gateway"), window_seconds=60, clock=time)


class TestRecord:
    async def test_entry_is_stored_when_it_returns(self, denials, bus):
        """Nobody is told 403 before the stream has acknowledged."""
        await denials.record(denial())
        assert len(bus.entries) == 1

    async def test_entry_says_who_what_and_why(self, denials, bus):
        """Everything that the timeline shows."""
        with tracing.answering("POST", traceparent="", tracestate=""):
            await denials.record(denial())
        message, entry = bus.messages[0], bus.entries[0]
        assert message.subject == "audit.gateway.acme.gateway.access_denied"
        assert len(entry.pop("traceId")) == 32
        assert {name: entry[name] for name in entry if name not in {"id", "at"}} == {
            "actorType": "user",
            "actorId": "7",
            "actorEmail": "max@acme.localhost",
            "actorName": "Max",
            "actorIp": "203.0.113.9",
            "action": "gateway.access_denied",
            "outcome": "denied",
            "resourceType": "route",
            "resourceId": "POST /tenants/{slug}/suspend",
            "resourceName": "POST /tenants/acme/suspend",
            "tenantSlug": "acme",
            "partnerSlug": "",
            "source": "gateway",
            "metadata": {"reason": "operator_token_required", "audience": "dezky-portal"},
        }

    async def test_entry_is_one_that_the_timeline_takes(self, denials, bus):
        """It doesn't end among the dead letters."""
        await denials.record(denial(tenant="", path="GET /" + "x" * 9000))
        assert Publication.parse(bus.messages[0].payload).outcome == "denied"

    async def test_without_the_bus_nobody_is_told(self, denials, bus):
        """503 instead of a 403 that leaves no trace."""
        bus.connection.disconnect()
        with pytest.raises(Unavailable):
            await denials.record(denial())

    async def test_after_the_outage_the_next_is_the_first_again(self, denials, bus):
        """A denial that could not be stored is not counted as one that was."""
        bus.connection.disconnect()
        with pytest.raises(Unavailable):
            await denials.record(denial())
        bus.connection.reconnect()
        await denials.record(denial())
        assert len(bus.entries) == 1

    async def test_repeat_needs_the_bus_too(self, denials, bus):
        """What can't be written later is not told now."""
        await denials.record(denial())
        bus.connection.disconnect()
        with pytest.raises(BusUnavailable):
            await denials.record(denial())

    async def test_side_by_side_all_wait_for_the_first(self, denials, bus):
        """A repeat is not told before the first one is stored."""
        await asyncio.gather(*(denials.record(denial()) for _ in range(5)))
        await denials.write()
        assert [entry["metadata"].get("repeats") for entry in bus.entries] == [None, 4]

    @pytest.mark.parametrize(
        "other",
        [
            {"actor": MAX.model_copy(update={"id": "8"})},
            {"route": "GET /audit"},
            {"reason": "operator_revoked"},
            {"tenant": "globex"},
        ],
    )
    async def test_other_denials_are_no_repeats(self, denials, bus, other):
        """Actor, route, reason and tenant make the same denial."""
        await denials.record(denial())
        await denials.record(denial(**other))
        assert len(bus.entries) == 2


class TestWrite:
    async def test_repeats_become_one_entry_when_the_window_ends(self, denials, bus, time):
        """A loop that hammers on a closed door is two entries a minute."""
        for _ in range(100):
            await denials.record(denial())
        time.now += 61
        await denials.write(older_than_seconds=60)
        assert [entry["metadata"].get("repeats") for entry in bus.entries] == [None, 99]

    async def test_repeats_are_in_the_name_and_trace_of_the_first(self, denials, bus, time):
        """The count leads to the request that began it."""
        with tracing.answering("POST", traceparent="", tracestate=""):
            for _ in range(2):
                await denials.record(denial())
        time.now += 61
        await denials.write(older_than_seconds=60)
        first, counted = bus.entries
        same = ("actorId", "traceId", "resourceId", "tenantSlug", "outcome")
        assert [first[name] for name in same] == [counted[name] for name in same]

    async def test_window_that_lasts_is_left_alone(self, denials, bus, time):
        """Counting goes on until the window ends."""
        for _ in range(2):
            await denials.record(denial())
        time.now += 59
        await denials.write(older_than_seconds=60)
        assert len(bus.entries) == 1

    async def test_single_denial_leaves_nothing_to_write(self, denials, bus, time):
        """No repeats, no second entry."""
        await denials.record(denial())
        time.now += 61
        await denials.write(older_than_seconds=60)
        assert len(bus.entries) == 1

    async def test_next_window_begins_with_an_entry(self, denials, bus, time):
        """Whoever goes on is seen again at once."""
        await denials.record(denial())
        time.now += 61
        await denials.write(older_than_seconds=60)
        await denials.record(denial())
        assert len(bus.entries) == 2

    async def test_outage_only_delays_it(self, denials, bus, time):
        """The count waits for the bus, and is written once."""
        for _ in range(3):
            await denials.record(denial())
        time.now += 61
        bus.connection.disconnect()
        assert await denials.write(older_than_seconds=60) is False
        bus.connection.reconnect()
        assert await denials.write(older_than_seconds=60) is True
        assert [entry["metadata"].get("repeats") for entry in bus.entries] == [None, 2]


class TestStop:
    async def test_open_windows_are_written(self, denials, bus):
        """A restart loses no count."""
        for _ in range(3):
            await denials.record(denial())
        await denials.stop(within_seconds=5)
        assert bus.entries[-1]["metadata"]["repeats"] == 2

    async def test_it_gives_up_when_there_is_no_bus(self, denials, bus):
        """A stop ends, and the log keeps what the stream can't have."""
        for _ in range(3):
            await denials.record(denial())
        bus.connection.disconnect()
        await denials.stop(within_seconds=0.05)
        assert len(bus.entries) == 1
