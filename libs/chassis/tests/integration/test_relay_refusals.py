"""Entries that can't be published: they keep nobody else waiting, and none vanishes."""

from datetime import timedelta

import pytest
from chassis import OutboxEntry, now
from chassis.transient import record
from chassis.unpublishable import forget_old


@pytest.fixture
def relay(stored, memory_bus):
    return stored.relay(memory_bus)


def nowhere(name="lost") -> OutboxEntry:
    """An entry whose stream doesn't exist."""
    return OutboxEntry(subject=f"elsewhere.{name}", payload="{}")


def impossible() -> OutboxEntry:
    """An entry that no bus takes: its key has a space."""
    return OutboxEntry(kind="directory", subject="no key", payload='{"version":1}')


@pytest.fixture
def aside(stored):
    """Give a look at what was set aside."""

    async def look():
        return await stored.database["unpublishable"].find({}).to_list()

    return look


class TestWaiting:
    async def test_other_documents_go_on(self, stored, relay, published, make_event):
        """One that has no stream holds nobody up."""
        await stored.open(nowhere())
        await stored.open(make_event("opened"))
        await relay.sweep()
        assert len(published()) == 1

    async def test_the_documents_later_entries_wait(self, stored, relay, published, make_event):
        """Its history keeps its order."""
        account = await stored.open(nowhere(), make_event("opened"), name="savings")
        await relay.sweep()
        expected = ["elsewhere.lost", "event.bank._.opened", "account.savings"]
        assert (await stored.waiting(account.id), published()) == (expected, [])

    async def test_its_earlier_entries_are_gone(self, stored, relay, make_event):
        """Published ones aren't published again with every attempt."""
        account = await stored.open(make_event("opened"), nowhere(), name="savings")
        await relay.sweep()
        assert await stored.waiting(account.id) == ["elsewhere.lost", "account.savings"]

    async def test_they_are_counted(self, stored, relay):
        """`$SRV.STATS` tells how many documents wait."""
        await stored.open(nowhere())
        await relay.sweep()
        assert relay.figures.tell()["waiting"] == 1

    async def test_they_are_logged_once(self, stored, relay, logs):
        """With the document and the reason."""
        account = await stored.open(nowhere())
        await relay.sweep()
        relay._pending[0].patience._waits[account.id].due = 0
        await relay.sweep()
        told = [entry for entry in logs if entry["event"] == "entries_wait"]
        assert [(one["document_id"], one["collection"]) for one in told] == [
            (account.id, "accounts")
        ]

    async def test_they_are_not_tried_with_every_wake(self, stored, relay):
        """Each failure makes the next attempt later."""
        account = await stored.open(nowhere())
        await relay.sweep()
        await relay.sweep()
        assert relay._pending[0].patience._waits[account.id].attempts == 1

    async def test_a_reconnection_tries_them_at_once(self, stored, relay, memory_bus):
        """What they missed may be there now."""
        await stored.open(nowhere())
        await relay.sweep()
        memory_bus.disconnect()
        memory_bus.reconnect()
        assert len(relay._pending[0].patience) == 0

    async def test_an_entry_of_a_newer_version_waits_for_its_own_relay(self, stored, relay):
        """A rolling deployment: newer code has a kind of entry that older code can't publish."""
        account = await stored.open()
        newer = {"$set": {"outbox.0.kind": "invented"}}
        await stored.accounts.update_one({"_id": account.id}, newer)
        await relay.sweep()
        assert len(await stored.waiting(account.id)) == 1


class TestUnpublishable:
    async def test_it_is_set_aside(self, stored, relay, aside):
        """With all that is needed to repair it: nothing is thrown away."""
        entry = impossible()
        account = await stored.open(entry)
        await relay.sweep()
        (kept,) = await aside()
        names = ("_id", "subject", "payload", "collection", "documentId")
        expected = [entry.id, entry.subject, entry.payload, "accounts", account.id]
        assert [kept[name] for name in names] == expected

    async def test_the_reason_is_told(self, stored, relay, aside, logs):
        """In the log as an error, and beside the entry."""
        await stored.open(impossible())
        await relay.sweep()
        (kept,) = await aside()
        (told,) = [entry for entry in logs if entry["event"] == "entry_unpublishable"]
        assert (kept["reason"], told["reason"]) == ("not a key: 'no key'",) * 2

    async def test_the_documents_other_entries_are_published(
        self, stored, relay, published, make_event
    ):
        """It blocks nothing, and the document may be purged."""
        account = await stored.open(impossible(), make_event("opened"))
        await relay.sweep()
        assert (await stored.waiting(account.id), len(published())) == ([], 1)

    async def test_old_ones_go(self, stored, relay, aside):
        """It may tell of people: it isn't kept for ever."""
        await stored.open(impossible())
        await relay.sweep()
        assert await forget_old(stored.database, before=now() - timedelta(minutes=1)) == 0
        assert len(await aside()) == 1
        assert await forget_old(stored.database, before=now() + timedelta(minutes=1)) == 1
        assert await aside() == []

    async def test_they_are_counted(self, stored, relay):
        """An alarm can watch the figure."""
        await stored.open(impossible())
        await relay.sweep()
        assert relay.figures.tell()["unpublishable"] == 1

    async def test_twice_is_once(self, stored, relay, aside):
        """A kill before the document let go: the same entry again."""
        entry = impossible()
        for _ in range(2):
            await record(stored.outbox, entry)
            await relay.sweep()
        assert len(await aside()) == 1

    async def test_repaired_it_is_published(self, stored, relay, published, make_event):
        """What was repaired goes through the `outbox` collection like any other entry."""
        entry = impossible()
        await record(stored.outbox, entry)
        await relay.sweep()
        repaired = make_event("repaired").model_copy(update={"id": entry.id})
        await record(stored.outbox, repaired)
        await relay.sweep()
        assert [message.headers["Nats-Msg-Id"] for message in published()] == [entry.id]
