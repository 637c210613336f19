"""The embedded database."""

from datetime import UTC, datetime

import pytest
from devstack.mongo import Database
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
