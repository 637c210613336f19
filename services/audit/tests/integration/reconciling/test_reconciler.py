"""Each kind of gap between stream, store and tree is found, and told by its place."""

from datetime import UTC, datetime

import pytest

PAID = "audit.billing.acme.invoice.paid"


@pytest.fixture
async def told(timeline):
    """Nine entries, sealed in two seals."""
    for count in (4, 5):
        bodies = [{"metadata": {"number": number}} for number in range(count)]
        assert not any(await timeline.record(*(timeline.delivery(PAID, body) for body in bodies)))
        await timeline.sealed()


@pytest.mark.usefixtures("told")
class TestReconciler:
    async def test_whole(self, gaps):
        """One that nobody touched has none, and nothing to show on the health page."""
        found, figures = await gaps()
        assert (found, figures["sealed"], "problem" in figures) == ([], 9, False)

    async def test_removed(self, timeline, gaps):
        """An entry that is gone from the store."""
        row = await timeline.database["entries"].find_one({"metadata.number": 2})
        await timeline.database["entries"].delete_one({"_id": row["_id"]})
        (gap,), figures = await gaps()
        assert gap.startswith(f"store: entry {row['_id']}, index ")
        assert gap.endswith("is missing")
        assert gap in figures["problem"]

    @pytest.mark.parametrize(
        "change",
        [
            {"outcome": "denied"},
            {"metadata.number": 99},
            {"at": None},
            {"personal": []},
            {"resourceId": "x"},
        ],
    )
    async def test_changed(self, timeline, gaps, change):
        """An entry in which anything was changed that was sealed."""
        row = await timeline.database["entries"].find_one({"metadata.number": 2})
        await timeline.database["entries"].update_one({"_id": row["_id"]}, {"$set": change})
        (gap,), _ = await gaps()
        assert row["_id"] in gap
        assert gap.endswith("isn't what was sealed")

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"at": datetime(2000, 1, 1, tzinfo=UTC)}, "was received after that"),
            ({"at": datetime(2100, 1, 1, tzinfo=UTC)}, "that is before seal"),
            ({"at": datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)}, "that is before seal"),
            ({"at": "2026-11-23T09:30:00Z"}, "can't be read"),
            ({"epoch": 1_000}, "that is before seal"),
        ],
    )
    async def test_untimely(self, timeline, gaps, change, said):
        """A seal whose time or turn can't be true; only the bounds of both are known."""
        seals = timeline.database["seals"]
        first = await seals.find_one({"ids.0": {"$exists": True}}, sort=[("_id", 1)])
        await seals.update_one({"_id": first["_id"]}, {"$set": change})
        found, _ = await gaps()
        assert said in found[0]

    async def test_slipped_in(self, timeline, gaps):
        """An entry that came past the stream."""
        row = await timeline.database["entries"].find_one({})
        await timeline.database["entries"].insert_one({**row, "_id": "slipped-in"})
        (gap,), _ = await gaps()
        assert gap == "tree: entry slipped-in is stored and neither sealed nor waiting to be"

    async def test_waiting(self, timeline, gaps):
        """What waits to be sealed is no gap."""
        await timeline.record(timeline.delivery(PAID))
        assert (await gaps())[0] == []

    async def test_a_seal_is_gone(self, timeline, gaps):
        """A seal that is missing."""
        seals = timeline.database["seals"]
        row = await seals.find_one({"ids.0": {"$exists": True}}, sort=[("_id", 1)])
        await seals.delete_one({"_id": row["_id"]})
        found, _ = await gaps()
        number = row["_id"]
        assert found[0] == (
            f"tree: seals {number} to {number} are missing, with the entries from index 0 on"
        )

    @pytest.mark.parametrize("field", ["leaves", "hashes", "previous"])
    async def test_a_seal_is_changed(self, timeline, gaps, field):
        """A seal in which a hash was changed."""
        seals = timeline.database["seals"]
        row = await seals.find_one({}, sort=[("_id", -1)])
        data = bytearray(row[field])
        data[0] ^= 1
        await seals.update_one({"_id": row["_id"]}, {"$set": {field: bytes(data)}})
        assert (await gaps())[0]

    async def test_rewritten(self, timeline, gaps):
        """Who writes entry and seal anew has the signed tree against them."""
        seals = timeline.database["seals"]
        row = await seals.find_one({}, sort=[("_id", -1)])
        data = b"x" * len(row["leaves"])
        await seals.update_one({"_id": row["_id"]}, {"$set": {"leaves": data}})
        assert any("signed is 9, or another root" in gap for gap in (await gaps())[0])

    async def test_the_checkpoint(self, timeline, gaps):
        """A checkpoint that nobody has signed."""
        await timeline.database["trees"].update_one({"_id": ""}, {"$set": {"checkpoint": "x\n"}})
        assert any("isn't to be trusted" in gap for gap in (await gaps())[0])


class TestStream:
    async def test_nothing(self, timeline, gaps):
        """A log without entries has no gaps, whether somebody is there to seal or not."""
        assert (await gaps())[0] == []
        await timeline.sealed()
        assert (await gaps())[0] == []

    @pytest.mark.usefixtures("told")
    async def test_taken_over(self, timeline, gaps):
        """Somebody else who takes the sealing over leaves a seal without entries: no gap."""
        for _ in range(2):
            await timeline.sealed()
            assert (await gaps())[0] == []

    async def test_lost_on_the_way(self, timeline, gaps):
        """A message that was settled without an entry; one that was refused has none to tell."""
        bodies = [b'{"externalId": "17"}', b"junk", b'{"metadata": {"number": 1}}']
        for body in bodies:
            await timeline.connection.append(PAID, body)
        puller = await timeline.connection.pull("AUDIT", "audit")
        deliveries = await puller.fetch(10, timeout_seconds=1)
        await timeline.record(deliveries[0])
        for delivery in deliveries:
            await delivery.ack()
        await puller.close()
        await timeline.sealed()
        (gap,), _ = await gaps()
        assert gap.startswith(f"stream: message {deliveries[2].sequence} tells of entry ")
