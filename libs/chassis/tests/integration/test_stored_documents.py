"""What is in the database after a write."""

import pytest
from chassis.documents import OUTBOX_PENDING
from pymongo.errors import DuplicateKeyError


class TestInsert:
    async def test_there_is_one_identity(self, stored):
        """`_id`, and no stray `id: null` beside it."""
        raw = await stored.raw((await stored.open()).id)
        assert ("_id" in raw, "id" in raw) == (True, False)

    async def test_nothing_is_null(self, stored):
        """Absent fields are absent, also inside of nested messages."""
        account = await stored.open(owners=[{"person": "anna"}])
        raw = await stored.raw(account.id)
        assert (None in raw.values(), raw["owners"]) == (False, [{"person": "anna"}])

    async def test_names_are_camel_case(self, stored):
        """As in JSON everywhere."""
        raw = await stored.raw((await stored.open(overdraft_limit=5)).id)
        assert raw["overdraftLimit"] == 5

    async def test_times_come_back_equal(self, stored, moment):
        """Milliseconds and zone survive."""
        account = await stored.open(opened_at=moment)
        assert (await stored.load(account.id)).opened_at == moment

    async def test_documents_come_back_equal(self, stored, moment):
        """All but the outbox, which isn't the document's state."""
        account = await stored.open(balance=7, opened_at=moment, owners=[{"person": "anna"}])
        assert (await stored.load(account.id)).storable() == account.storable()

    async def test_a_newer_versions_fields_are_survived(self, stored):
        """A rolling deployment: older code reads what newer code wrote."""
        account = await stored.open(owners=[{"person": "anna"}])
        newer = {"$set": {"invented": 1, "owners.0.nickname": "a"}}
        await stored.accounts.update_one({"_id": account.id}, newer)
        assert (await stored.load(account.id)).owners == account.owners


class TestDuplicates:
    async def test_the_index_is_named(self, stored):
        """The store maps `keyPattern` to what is taken; the driver's error arrives untouched."""
        await stored.open(name="savings")
        with pytest.raises(DuplicateKeyError) as taken:
            await stored.open(name="savings")
        assert taken.value.details["keyPattern"] == {"name": 1}

    async def test_compound_indexes_are_named(self, stored):
        """With all of their fields, in order."""
        await stored.open(branch="north", balance=1)
        with pytest.raises(DuplicateKeyError) as taken:
            await stored.open(branch="north", balance=1)
        assert taken.value.details["keyPattern"] == {"branch": 1, "balance": 1}

    async def test_a_change_is_refused_too(self, stored, make_event):
        """And leaves the document as it was, its version included."""
        await stored.open(name="savings")
        other = await stored.open(name="daily")
        other.name = "savings"
        with pytest.raises(DuplicateKeyError):
            await stored.outbox.save(other, [make_event()])
        assert ((await stored.raw(other.id))["name"], other.version) == ("daily", 1)

    async def test_absent_values_dont_collide(self, stored):
        """A partial index holds only documents that have the field."""
        await stored.open(balance=1)
        await stored.open(balance=1)
        assert await stored.accounts.count_documents({}) == 2


class TestOutboxIndex:
    async def test_the_sweep_uses_it(self, stored, make_event):
        """The predicate, repeated in the query, is what makes the planner choose it."""
        await stored.open(make_event())
        plan = await stored.accounts.find(OUTBOX_PENDING).explain()
        assert "outbox_pending" in str(plan["queryPlanner"]["winningPlan"])

    async def test_what_has_nothing_to_publish_is_not_in_it(self, stored):
        """So it stays small however large the collection grows."""
        await stored.notes.insert_many([{"outbox": []} for _ in range(50)])
        await stored.notes.insert_one({"outbox": [{"id": "1"}]})
        explained = await stored.notes.find(OUTBOX_PENDING).explain()
        assert explained["executionStats"]["totalKeysExamined"] == 1
