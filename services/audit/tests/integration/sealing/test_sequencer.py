"""One sequencer at a time, whatever its holder believes; what it leaves behind is taken up."""

import asyncio
import random

import pytest
from audit.sealing.leaf import Leaf
from audit.sealing.seal import beginning
from audit.sealing.store import SealStore
from audit.trees.forest import Forest, LogBroken
from audit.trees.store import TreeStore
from chassis import now
from chassis.ending import end
from devstack.waiting import eventually
from transparency import Signer, Tree

SUBJECT = "audit.billing.acme.invoice.paid"


async def tell(timeline, count):
    assert not any(await timeline.record(*(timeline.delivery(SUBJECT) for _ in range(count))))


async def seals(timeline):
    return await timeline.database["seals"].find({}).sort("_id", 1).to_list()


def is_one_log(rows):
    """Numbers and indexes without gaps, hashes that follow each other, epochs that never return."""
    size, number, previous, epoch = 0, 0, bytes(32), 0
    for row in rows:
        assert (row["_id"], row["first"], row["previous"]) == (number + 1, size, previous)
        assert row["epoch"] >= epoch
        # Whoever takes over begins with a fence.
        assert row["epoch"] == epoch or not row["ids"]
        size, number, epoch = size + len(row["ids"]), row["_id"], row["epoch"]
        previous = row["hashes"][-32:] or previous
    ids = [one for row in rows for one in row["ids"]]
    assert len(ids) == len(set(ids)) == size
    return size


class TestSequencer:
    async def test_a_paused_holder(self, timeline):
        """Who was stopped while sealing and goes on after somebody took over writes nothing."""
        await tell(timeline, 3)
        store = SealStore()
        stale = beginning(now()).fence(epoch=1, at=now())
        assert await store.add(stale)
        await timeline.sealed()
        rows = await timeline.database["entries"].find({}).to_list()
        written = stale.following(
            [Leaf.of(row) for row in rows], epoch=1, at=now(), sizes={"acme": 0}
        )
        assert await store.add(written) is False
        assert is_one_log(await seals(timeline)) == 3

    async def test_several_at_once(self, timeline, make_sequencer):
        """Of three that seal without any lease, the log has no fork and every entry once."""
        work = [asyncio.create_task(make_sequencer(f"{n}", lease=False).run()) for n in range(3)]
        for _ in range(12):
            await tell(timeline, 20)
            await asyncio.sleep(0.02)

        async def size():
            return sum(len(row["ids"]) for row in await seals(timeline))

        await eventually(size, until=lambda seen: seen >= 240, timeout_seconds=90)
        await end(work)
        assert is_one_log(await seals(timeline)) == 240

    @pytest.mark.parametrize("seed", range(3))
    async def test_killed(self, timeline, make_sequencer, seed):
        """However often it is cut down while sealing, entries and trees end up whole."""
        dice = random.Random(seed)
        for _ in range(5):
            await tell(timeline, 40)
            work = asyncio.create_task(make_sequencer("x").run())
            await asyncio.sleep(dice.random() * 0.2)
            await end([work])
        await timeline.sealed()
        rows = await seals(timeline)
        assert is_one_log(rows) == 200
        tree = Tree()
        for row in rows:
            for start in range(0, len(row["leaves"]), 32):
                tree.append(row["leaves"][start : start + 32])
        kept = await timeline.database["trees"].find_one({"_id": "tenant/acme"})
        assert (kept["size"], [bytes(one) for one in kept["edge"]]) == (tree.size, tree.edge)


class TestForest:
    @pytest.mark.parametrize("name", ["", "tenant/acme"])
    async def test_tampered(self, timeline, signer, name):
        """A tree that isn't what was signed is never grown further."""
        await tell(timeline, 3)
        await timeline.sealed()
        edge = [b"x" * 96]
        await timeline.database["trees"].update_one({"_id": name}, {"$set": {"edge": edge}})
        forest = Forest(TreeStore(), signer)
        look = forest.sizes(["acme"]) if name else forest.reached()
        with pytest.raises(LogBroken):
            await look

    async def test_key_change(self, timeline, signer):
        """With the former key known, a new one goes on; without it, nobody does."""
        await tell(timeline, 3)
        await timeline.sealed()
        fresh = Signer.generate("tests.example/audit")
        assert await Forest(TreeStore(), fresh, former=[signer.verifier]).reached() > 0
        with pytest.raises(LogBroken):
            await Forest(TreeStore(), fresh).reached()
