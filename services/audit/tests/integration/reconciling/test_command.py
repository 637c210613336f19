"""`python -m audit reconcile` as somebody runs it: its words, and what it exits with."""

import asyncio
import json
import os
import sys

import pytest
from bus import ConsumerSpec
from devstack.mongo import Database
from pymongo import AsyncMongoClient

PAID = "audit.billing.acme.invoice.paid"


@pytest.fixture
def server(tmp_path):
    """Give a database server of the test's own: the command looks at the service's database."""
    server = Database(tmp_path / "mongo")
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def database(server):
    async with AsyncMongoClient(server.url, tz_aware=True) as client:
        yield client["audit"]


@pytest.fixture
def reconcile(timeline, server, nats_url, signer, tmp_path):
    """Give what runs the command and returns exit code and lines."""
    environment = {
        **os.environ,
        "MONGO_URL": server.url,
        "NATS_URL": nats_url,
        "LOG_LEVEL": "error",
        "AUDIT_MASTER_KEYS": json.dumps(timeline.chassis.settings.master_keys),
        "AUDIT_SIGNING_KEY": str(signer),
        "AUDIT_ARCHIVE_URL": (tmp_path / "archive").as_uri(),
    }

    async def reconcile():
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "audit", "reconcile"),
            env=environment,
            stdout=asyncio.subprocess.PIPE,
        )
        said, _ = await process.communicate()
        return process.returncode, said.decode().splitlines()

    return reconcile


class TestReconcile:
    async def test_damage(self, timeline, bus, reconcile):
        """0 for a whole log; 1 naming what is wrong; 0 again once that was repaired."""
        await bus.ensure_consumer(ConsumerSpec("AUDIT", "audit"))
        told = [timeline.delivery(PAID, {"metadata": {"number": number}}) for number in range(5)]
        assert not any(await timeline.record(*told))
        await timeline.sealed()
        assert await reconcile() == (0, ["0 gaps between stream, store and tree."])
        entries = timeline.database["entries"]
        row = await entries.find_one({"metadata.number": 3})
        await entries.delete_one({"_id": row["_id"]})
        code, (gap, count) = await reconcile()
        assert (code, count) == (1, "1 gaps between stream, store and tree.")
        assert gap == f"store: entry {row['_id']}, index 3, is missing"
        await entries.insert_one(row)
        assert (await reconcile())[0] == 0
