"""The embedded database."""

from datetime import UTC, datetime

import pytest
from devstack.mongo import OPLOG_ENTRIES, Database
from pymongo import MongoClient


@pytest.fixture
def own_server(tmp_path):
    server = Database(tmp_path / "store")
    server.start()
    yield server
    server.stop()


class TestDatabase:
    def test_keeps_acknowledged_writes_after_a_kill(self, own_server):
        """A kill and a restart on the same store lose no acknowledged write."""
        with MongoClient(own_server.url) as client:
            client.shop.orders.insert_one({"_id": 1})
        own_server.kill()
        own_server.start()
        with MongoClient(own_server.url) as client:
            assert client.shop.orders.count_documents({}) == 1

    def test_keeps_them_when_its_oplog_is_full(self, own_server):
        """Its oplog isn't synced, and drops entries; what was written and changed stays."""
        for turn in range(3):
            first, end = turn * OPLOG_ENTRIES, (turn + 1) * OPLOG_ENTRIES
            with MongoClient(own_server.url) as client:
                orders = client.shop.orders
                for start in range(first, end, 100):
                    orders.insert_many([{"_id": n} for n in range(start, start + 100)])
                orders.update_many({"_id": {"$gte": first}}, {"$set": {"turn": turn}})
            own_server.kill()
            own_server.start()
            with MongoClient(own_server.url) as client:
                kept = client.shop.orders.find({}, sort=[("_id", 1)]).to_list()
            assert kept == [{"_id": n, "turn": n // OPLOG_ENTRIES} for n in range(end)]


class TestDatabaseFixture:
    async def test_is_empty(self, database):
        """A test begins with an empty database."""
        assert await database.list_collection_names() == []

    async def test_reads_aware_times(self, database):
        """Times come back aware, in UTC."""
        at = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
        await database.things.insert_one({"at": at})
        found = await database.things.find_one({})
        assert found["at"] == at
