"""Writing a document and what must be published about it."""

import asyncio

import pytest
from chassis import Outbox
from chassis.outbox import ChangedMeanwhile, ChangeTooLarge
from chassis.transient import record


@pytest.fixture
def wakes(stored):
    """Give a list that grows with each wake of the relay."""
    called = []
    stored.outbox = Outbox(lambda: called.append(True))
    return called


class TestInsert:
    async def test_entries_are_in_the_document(self, stored, make_event):
        """In order, the read model's last."""
        account = await stored.open(make_event("opened"), make_event("welcomed"), name="savings")
        expected = ["event.bank._.opened", "event.bank._.welcomed", "account.savings"]
        assert await stored.waiting(account.id) == expected

    async def test_the_relay_is_woken(self, stored, wakes):
        """It publishes at once, not with the next sweep."""
        await stored.open()
        assert wakes == [True]

    async def test_what_the_bus_cannot_carry_is_refused(self, stored, make_event):
        """Before it is written: else it could never be published."""
        with pytest.raises(ChangeTooLarge):
            await stored.open(make_event(text="x" * 1024 * 1024))
        assert await stored.accounts.count_documents({}) == 0


class TestSave:
    async def test_the_version_grows(self, stored, make_event):
        """By one, in the document and in the database."""
        account = await stored.open()
        await stored.outbox.save(account, [make_event()])
        assert (account.version, (await stored.raw(account.id))["version"]) == (2, 2)

    async def test_entries_are_added(self, stored, make_event):
        """What the relay hasn't published yet stays, in front."""
        account = await stored.open(make_event("opened"), name="savings")
        await stored.outbox.save(account, [make_event("changed")])
        assert await stored.waiting(account.id) == [
            "event.bank._.opened",
            "account.savings",
            "event.bank._.changed",
            "account.savings",
        ]

    async def test_what_became_absent_is_removed(self, stored, make_event):
        """A cleared field leaves no null and no old value."""
        account = await stored.open(overdraft_limit=5, branch="north")
        account.overdraft_limit = account.branch = None
        await stored.outbox.save(account, [make_event()])
        assert (await stored.raw(account.id)).keys() & {"overdraftLimit", "branch"} == set()

    async def test_a_newer_versions_fields_stay(self, stored, make_event):
        """Older code doesn't erase what it doesn't know."""
        account = await stored.open()
        await stored.accounts.update_one({"_id": account.id}, {"$set": {"invented": 1}})
        await stored.outbox.save(account, [make_event()])
        assert (await stored.raw(account.id))["invented"] == 1

    async def test_a_stale_document_is_refused(self, stored, make_event):
        """Nothing is written, and its version is still the one that was read."""
        account = await stored.open()
        stale = await stored.load(account.id)
        await stored.outbox.save(account, [make_event()])
        with pytest.raises(ChangedMeanwhile):
            await stored.outbox.save(stale, [make_event("lost")])
        assert stale.version == 1
        assert "event.bank._.lost" not in await stored.waiting(account.id)

    async def test_a_refused_write_wakes_nobody(self, stored, make_event, wakes):
        """There is nothing to publish."""
        account = await stored.open()
        account.version = 9
        with pytest.raises(ChangedMeanwhile):
            await stored.outbox.save(account, [make_event()])
        assert wakes == [True]


class TestChange:
    async def test_nothing_to_tell_is_nothing_to_write(self, stored, wakes):
        """A command that changes nothing leaves version and relay alone."""
        account = await stored.open()
        await stored.outbox.change(lambda: stored.load(account.id), lambda _: [])
        assert ((await stored.raw(account.id))["version"], wakes) == (1, [True])

    async def test_a_decision_against_it_writes_nothing(self, stored):
        """The rule's fault reaches the caller."""
        account = await stored.open()

        def refuse(_):
            raise PermissionError

        with pytest.raises(PermissionError):
            await stored.outbox.change(lambda: stored.load(account.id), refuse)
        assert (await stored.raw(account.id))["version"] == 1

    async def test_at_the_same_moment_none_is_lost(self, stored, make_event):
        """Thirty deposits into one account: each decides on what the others left."""
        account = await stored.open()

        def deposit(seen):
            seen.balance += 1
            return [make_event(balance=seen.balance)]

        await asyncio.gather(
            *(stored.outbox.change(lambda: stored.load(account.id), deposit) for _ in range(30))
        )
        raw = await stored.raw(account.id)
        assert (raw["balance"], raw["version"], len(raw["outbox"])) == (30, 31, 61)


class TestRecord:
    async def test_entries_wait_in_their_own_collection(self, stored, make_event):
        """What changes no document is as durable as what does."""
        await record(stored.outbox, make_event("one"), make_event("two"))
        raw = await stored.transient.find_one({})
        assert [entry["subject"][-3:] for entry in raw["outbox"]] == ["one", "two"]
