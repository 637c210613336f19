"""A directory that was lost, and what the documents say."""

import asyncio
import json

import pytest
from chassis.directory import BUCKET
from chassis.rebuilding import keep_trying, rebuild_directory
from devstack.waiting import eventually


@pytest.fixture
def bucket(memory_bus):
    return memory_bus.key_value(BUCKET)


@pytest.fixture
def rebuild(memory_bus, bank):
    async def rebuilding():
        return await rebuild_directory(memory_bus, [bank.AccountDocument, bank.NoteDocument])

    return rebuilding


async def version(bucket, name) -> int:
    return json.loads((await bucket.get(f"account.{name}")).value)["version"]


class TestRebuildDirectory:
    async def test_a_lost_bucket_is_filled(self, stored, rebuild, bucket):
        """The store of the bus was wiped: every document's record is there again."""
        for number in range(250):
            await stored.open(name=f"a{number}")
        assert (await rebuild(), len(await bucket.keys("account"))) == (250, 250)

    async def test_a_whole_one_is_left_alone(self, stored, rebuild):
        """No watcher hears of a start."""
        await stored.open(name="savings")
        await rebuild()
        assert await rebuild() == 0

    async def test_an_older_record_is_replaced(self, stored, rebuild, bucket):
        """The bucket was restored from a backup."""
        account = await stored.open(name="savings")
        await rebuild()
        await stored.outbox.save(account, [])
        await rebuild()
        assert await version(bucket, "savings") == 2

    async def test_a_newer_record_stays(self, stored, rebuild, bucket):
        """Written between our look at the document and at the bucket."""
        account = await stored.open(name="savings")
        record = json.dumps({"id": account.id, "version": 7})
        await bucket.put("account.savings", record.encode())
        assert (await rebuild(), await version(bucket, "savings")) == (0, 7)

    async def test_what_newer_code_says_replaces(self, stored, rebuild, bucket):
        """The same version of the document, but a record that lacks a field."""
        account = await stored.open(name="savings", balance=5)
        record = json.dumps({"id": account.id, "version": 1})
        await bucket.put("account.savings", record.encode())
        await rebuild()
        assert json.loads((await bucket.get("account.savings")).value)["balance"] == 5

    async def test_documents_without_records_are_not_read(self, stored, rebuild):
        """Only those that have something to say."""
        await stored.notes.insert_one({"_id": "unreadable", "version": "x"})
        assert await rebuild() == 0

    async def test_an_unreadable_document_is_passed_over(self, stored, rebuild, logs):
        """It is named in the log, and the others have their records."""
        await stored.accounts.insert_one({"_id": "1", "name": "broken", "balance": "much"})
        await stored.open(name="savings")
        assert await rebuild() == 1
        assert [(one["event"], one["document_id"]) for one in logs] == [
            ("document_unreadable", "1")
        ]


class TestKeepTrying:
    async def test_it_waits_for_the_bus(self, stored, memory_bus, bank, bucket, logs):
        """And then does what it was for."""
        await stored.open(name="savings")
        memory_bus.disconnect()
        task = asyncio.create_task(keep_trying(memory_bus, [bank.AccountDocument]))
        await eventually(lambda: asyncio.sleep(0, logs))
        memory_bus.reconnect()
        await task
        assert await version(bucket, "savings") == 1

    async def test_its_trouble_ends_no_service(self, stored, memory_bus, bank, logs):
        """It is logged; the relay still publishes every change."""
        await stored.open(name="no key")
        await keep_trying(memory_bus, [bank.AccountDocument])
        assert [entry["event"] for entry in logs] == ["directory_not_rebuilt"]
