"""Without a database: told at once, nothing half done, and on again when it is back."""

import asyncio
import itertools
import uuid

import pytest
from bus import within
from chassis import Outbox, mongo
from chassis.faults import DatabaseTooLate, DatabaseUnavailable, database_deadline
from chassis.relay import Relay
from chassis.transient import OutboxDocument
from devstack.mongo import Database
from devstack.waiting import eventually


@pytest.fixture
def server(tmp_path):
    """Give a database server of this test alone."""
    running = Database(tmp_path / "store")
    running.start()
    yield running
    running.stop()


@pytest.fixture
async def own(server, bank):
    """Give an empty database on that server."""
    async with mongo.opened(server.url, f"test_{uuid.uuid4().hex}") as database:
        documents = [bank.AccountDocument, bank.NoteDocument, OutboxDocument]
        await mongo.prepare(database, documents)
        yield database


@pytest.fixture
def accounts(own, bank):  # noqa: ARG001 - prepared
    return bank.AccountDocument.get_pymongo_collection()


class TestDeadline:
    async def test_reading_is_unavailable(self, server, accounts):
        """503, not an error of ours."""
        server.kill()
        with within(5.0), pytest.raises(DatabaseUnavailable), database_deadline():
            await accounts.find_one({})

    async def test_writing_is_unavailable(self, server, accounts):
        """Neither acknowledged nor half written."""
        server.kill()
        with within(5.0), pytest.raises(DatabaseUnavailable), database_deadline():
            await accounts.insert_one({"_id": "1"})
        server.start()
        assert await accounts.count_documents({}) == 0

    async def test_it_works_again(self, server, accounts):
        """The driver finds the server by itself."""
        server.kill()
        server.start()
        with database_deadline():
            await accounts.insert_one({"_id": "1"})
        assert await accounts.count_documents({}) == 1

    async def test_a_request_waits_no_longer_than_it_has_time(self, accounts):
        """Whatever the database does meanwhile: 504."""

        async def never_enough():
            with database_deadline():
                for number in itertools.count():
                    await accounts.insert_one({"name": str(number)})

        with within(0.3), pytest.raises(DatabaseTooLate):
            await never_enough()


class TestPrepare:
    async def test_it_waits_for_the_database(self, server, bank, logs):
        """A service may start first; it says once what it waits for."""
        server.kill()
        async with mongo.opened(server.url, "late") as database:
            task = asyncio.create_task(mongo.prepare(database, [bank.AccountDocument]))
            await eventually(lambda: asyncio.sleep(0, logs))
            server.start()
            await task
            indexes = await database["accounts"].index_information()
        assert ([entry["needed"] for entry in logs], "outbox_pending" in indexes) == (
            ["database"],
            True,
        )


class TestRelay:
    async def test_it_goes_on_when_the_database_is_back(
        self, server, own, memory_bus, make_event, bank, logs
    ):
        """What waited is published; the outage is logged once at each end."""
        relay = Relay(memory_bus, [own["accounts"]])
        outbox = Outbox(relay.wake)
        await outbox.insert(bank.AccountDocument(name="savings"), [make_event()])
        server.kill()
        task = asyncio.create_task(relay.run())
        await eventually(lambda: asyncio.sleep(0, [one for one in logs if "relay" in one["event"]]))
        server.start()
        await eventually(lambda: asyncio.sleep(0, relay.figures.moved), until=lambda n: n == 2)
        await eventually(relay.depth, until=lambda depth: depth == 0)
        task.cancel()
        await asyncio.wait([task])
        told = [entry["event"] for entry in logs if entry["event"].startswith("relay_")]
        assert told == ["relay_waits", "relay_resumed"]
