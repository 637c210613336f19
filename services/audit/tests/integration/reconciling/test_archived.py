"""Entries in the archive are no gap; files that are missing, or aren't what was written, are."""

import json
from datetime import UTC, datetime

import pytest
from bus import ConsumerSpec

OLD, NEW = datetime(2026, 8, 3, 10, tzinfo=UTC), datetime(2026, 11, 3, 10, tzinfo=UTC)


@pytest.fixture
async def order(timeline, archiving):
    """Seal entries of two tenants, old and new by turns, archive the old; give the log's ids."""
    for number in range(2):
        told = [
            timeline.delivery(
                f"audit.billing.{('acme', 'globex')[count % 3 == 0]}.invoice.paid",
                {"at": at.isoformat(), "actorEmail": "ann@acme.example", "metadata": {"n": number}},
            )
            for count in range(4)
            for at in (OLD, NEW)
        ]
        assert not any(await timeline.record(*told))
        await timeline.sealed()
    seals = await timeline.database["seals"].find({}).sort("_id", 1).to_list()
    assert await archiving(datetime(2026, 9, 1, tzinfo=UTC)) == 8
    return [one for seal in seals for one in seal["ids"]]


@pytest.fixture
def first_of(timeline, order):
    """Give what says which entry of a file, by its segment, comes first in the log."""

    async def first_of(segment):
        held = {
            row["_id"]
            for row in await timeline.database["archived"].find({"segment": segment}).to_list()
        }
        return next((one, index) for index, one in enumerate(order) if one in held)

    return first_of


@pytest.fixture
async def segment(timeline, order):
    """Give where one of the archive's files is."""
    assert order
    return await timeline.database["segments"].find_one({"tenantSlug": "acme"})


class TestArchived:
    async def test_whole(self, order, gaps):
        """What retention moved is known to be there."""
        found, figures = await gaps()
        assert (found, figures["sealed"], figures["archived"]) == ([], len(order), 8)

    @pytest.mark.parametrize("damage", ["missing", "changed", "cut off"])
    @pytest.mark.parametrize("suffix", [".jsonl.zst", ".manifest.json"])
    async def test_a_file(self, segment, gaps, first_of, tmp_path, damage, suffix):
        """One gap for a file, which names the first entry that it held."""
        path = tmp_path / "archive" / segment["path"].replace(".jsonl.zst", suffix)
        body = path.read_bytes()
        if damage == "missing":
            path.unlink()
        else:
            path.write_bytes(body[:-1] + (b"\0" if damage == "changed" else b""))
        (gap,), _ = await gaps()
        first, index = await first_of(segment["_id"])
        assert gap.startswith("archive: acme/2026-08/")
        assert gap.endswith(f"First of it: entry {first}, index {index}")
        path.write_bytes(body)
        assert (await gaps())[0] == []

    async def test_forgotten(self, timeline, gaps, order):
        """An entry that the database let go of, and doesn't know to be archived, is missing."""
        await timeline.database["archived"].delete_one({"_id": order[0]})
        assert (await gaps())[0] == [f"store: entry {order[0]}, index 0, is missing"]

    async def test_another_file(self, timeline, gaps, segment):
        """A note of the archive that leads to another file."""
        other = await timeline.database["segments"].find_one({"tenantSlug": "globex"})
        await timeline.database["segments"].update_one(
            {"_id": segment["_id"]}, {"$set": {"path": other["path"]}}
        )
        (gap,), _ = await gaps()
        assert gap.startswith("archive: globex/2026-08/")

    async def test_in_both(self, timeline, gaps, archiving):
        """Whoever was killed between archive and database left an entry in both: no gap."""
        told = timeline.delivery("audit.billing.acme.invoice.paid", {"at": OLD.isoformat()})
        assert not any(await timeline.record(told))
        await timeline.sealed()
        entries = timeline.database["entries"]
        row = await entries.find_one({})
        assert await archiving(NEW) == 1
        await entries.insert_one(row)
        assert (await gaps())[0] == []

    async def test_told_twice(self, timeline, gaps, archiving):
        """An event that came under two ids is one entry, archived or not."""
        body = json.dumps({"externalId": "17", "at": OLD.isoformat()}).encode()
        await timeline.connection.ensure_consumer(ConsumerSpec("AUDIT", "audit"))
        for _ in range(2):
            await timeline.connection.append("audit.billing.acme.invoice.paid", body)
        puller = await timeline.connection.pull("AUDIT", "audit")
        deliveries = await puller.fetch(10, timeout_seconds=1)
        assert not any(await timeline.record(*deliveries))
        for delivery in deliveries:
            await delivery.ack()
        await puller.close()
        await timeline.sealed()
        assert await archiving(NEW) == 1
        found, figures = await gaps()
        assert (found, figures["stream"], figures["archived"]) == ([], 2, 1)
