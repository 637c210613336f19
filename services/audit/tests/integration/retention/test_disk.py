"""What retention does to the size of the database's files."""

from datetime import UTC, datetime, timedelta

import bson
import pytest
from audit.collections import DOCUMENTS
from audit.retention.store import RetentionStore
from beanie import init_beanie
from chassis.claims import IdempotencyDocument
from chassis.transient import OutboxDocument
from devstack.mongo import Database
from pymongo import AsyncMongoClient

OLD = datetime(2026, 8, 3, 10, tzinfo=UTC)
COUNT = 2_000
# Files of documents and indexes; journal and log of changes come and go by themselves.
DATA = ("secantus_documents", "secantus_index")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "mongo"


@pytest.fixture
def server(folder):
    """Give a database server of the test's own."""
    server = Database(folder)
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def opened(server):
    """Give what connects to the server, and closes what was connected before."""
    clients = []

    async def opened():
        for client in clients:
            await client.close()
        clients.append(AsyncMongoClient(server.url, tz_aware=True))
        return clients[-1]["audit"]

    yield opened
    await clients[-1].close()


@pytest.fixture
async def database(opened):
    return await opened()


@pytest.fixture
def occupied(server, folder, timeline, opened):
    """Give what tells how many bytes the data has on disk, all of it written."""

    async def occupied():
        await timeline.database.client.close()
        sizes = []
        # What only the journal had when the server stopped is written when it starts again.
        while len(sizes) < 2 or sizes[-1] != sizes[-2]:
            server.stop()
            files = [one for one in folder.rglob("*") if one.name.startswith(DATA)]
            sizes.append(sum(one.stat().st_size for one in files))
            server.start()
        timeline.database = await opened()
        models = [*DOCUMENTS, OutboxDocument, IdempotencyDocument]
        await init_beanie(database=timeline.database, document_models=models)
        return sizes[-1]

    return occupied


@pytest.fixture
def tell(timeline):
    """Give what stores and seals many entries of one day."""

    async def tell(day):
        told = [
            timeline.delivery(
                f"audit.billing.{('acme', 'globex')[number % 2]}.invoice.paid",
                {
                    "at": (OLD + timedelta(days=day, seconds=number)).isoformat(),
                    "actorEmail": f"ann{number % 50}@acme.example",
                    "resourceName": f"Invoice {day} {number}",
                    "metadata": {"number": number, "lines": [f"Item {one}" for one in range(20)]},
                },
            )
            for number in range(COUNT)
        ]
        assert not any(await timeline.record(*told))
        await timeline.sealed()

    return tell


class TestDisk:
    async def test_reused(self, timeline, tell, archiving, occupied, tmp_path):
        """The archive is far smaller than the entries were, and what was freed is used again."""
        await tell(0)
        rows = await timeline.database["entries"].find({}).to_list()
        stored = sum(len(bson.encode(row)) for row in rows)
        while await archiving(OLD + timedelta(days=1)):
            pass
        # Pages are free once the database has written all that there is, as it does by and by.
        await occupied()
        await tell(1)
        size = await occupied()
        archive = sum(one.stat().st_size for one in (tmp_path / "archive").rglob("*.zst"))
        # With their indexes the entries of a day take a bit more than twice that.
        assert size < stored * 4, f"{size:,} bytes of files for {stored:,} bytes of entries"
        assert archive * 3 < stored

    async def test_compact(self, timeline):
        """The embedded database has no such command, and that is known."""
        store = RetentionStore(timeline.chassis.outbox)
        assert await store.compact_all() == "command_not_found"
