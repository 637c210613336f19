"""Publishing what documents carry."""

import asyncio
import json

import pytest
from bus import MemoryConnection
from bus.faults import BusUnavailable
from chassis.transient import record


@pytest.fixture
def relay(stored, memory_bus):
    return stored.relay(memory_bus)


def subjects(messages):
    return [message.subject.removeprefix("event.bank._.") for message in messages]


class TestSweep:
    async def test_entries_are_published(self, stored, relay, published, make_event):
        """Each under its own id, by which streams and readers dedupe."""
        event = make_event("opened", amount=5)
        await stored.open(event)
        await relay.sweep()
        (message,) = published()
        expected = (b'{"amount": 5}', event.id)
        assert (message.payload, message.headers["Nats-Msg-Id"]) == expected

    async def test_published_entries_are_removed(self, stored, relay, make_event):
        """Nothing waits any more, so the document may be purged."""
        account = await stored.open(make_event())
        assert await relay.sweep() == 2
        assert (await stored.waiting(account.id), await relay.depth()) == ([], 0)

    async def test_a_documents_entries_keep_their_order(self, stored, relay, published, make_event):
        """Readers see one document's history as it happened."""
        account = await stored.open(make_event("0"))
        for number in range(1, 20):
            await stored.outbox.save(account, [make_event(str(number))])
        await relay.sweep()
        assert subjects(published()) == [str(number) for number in range(20)]

    async def test_records_reach_the_directory(self, stored, relay, memory_bus):
        """With the version of the last write."""
        account = await stored.open(name="savings")
        await stored.outbox.save(account, [])
        await relay.sweep()
        held = await memory_bus.key_value("directory").get("account.savings")
        assert json.loads(held.value)["version"] == 2

    async def test_transient_documents_go(self, stored, relay, published, make_event):
        """They existed for their entries alone."""
        await record(stored.outbox, make_event("seen"))
        await relay.sweep()
        assert await stored.transient.count_documents({}) == 0
        assert subjects(published()) == ["seen"]

    async def test_many_documents_are_published(self, stored, relay, published, make_event):
        """More than a page of them, each once."""
        await asyncio.gather(*(stored.open(make_event(str(number))) for number in range(400)))
        await relay.sweep()
        assert sorted(map(int, subjects(published()))) == list(range(400))

    async def test_what_was_acknowledged_and_not_removed_is_published_once(
        self, stored, relay, published, make_event
    ):
        """A kill between the two: the entry comes again, and the stream knows it."""
        event = make_event()
        await stored.open(event)
        await relay.sweep()
        await stored.accounts.update_one({}, {"$push": {"outbox": event.model_dump()}})
        await relay.sweep()
        assert (len(published()), await relay.depth()) == (1, 0)

    async def test_two_relays_publish_once_and_in_order(
        self, stored, memory_bus, published, make_event
    ):
        """Two instances of a service sweep the same documents."""
        accounts = [await stored.open(make_event("0", account=n)) for n in range(10)]
        for number in range(1, 5):
            for n, account in enumerate(accounts):
                await stored.outbox.save(account, [make_event(str(number), account=n)])
        other = MemoryConnection(memory_bus.broker)
        await asyncio.gather(stored.relay(memory_bus).sweep(), stored.relay(other).sweep())
        for n in range(10):
            own = [one for one in published() if json.loads(one.payload)["account"] == n]
            assert subjects(own) == ["0", "1", "2", "3", "4"]

    async def test_without_a_bus_it_says_so(self, stored, relay, memory_bus, make_event):
        """And everything stays where it was."""
        account = await stored.open(make_event("opened"), name="savings")
        memory_bus.disconnect()
        with pytest.raises(BusUnavailable):
            await relay.sweep()
        assert await stored.waiting(account.id) == ["event.bank._.opened", "account.savings"]
