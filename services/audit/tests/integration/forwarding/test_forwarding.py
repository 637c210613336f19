"""Entries on their way to sinks."""

import asyncio
import gzip
import json
import random

import pytest
from bus import Client
from contracts.audit.v1 import (
    EntryFilter,
    PauseSinkRequest,
    ReplaySinkRequest,
    ResumeSinkRequest,
    SinkServiceClient,
)
from devstack.waiting import eventually


@pytest.fixture
def received(receiver):
    """Wait until a path has received these indexes, in this order."""

    async def received(path, wanted):
        async def seen():
            return receiver.indexes.get(path, [])

        await eventually(seen, until=lambda one: one == wanted)

    return received


def first_seen(indexes):
    """Return each index where it came for the first time."""
    return list(dict.fromkeys(indexes))


class TestForwarding:
    async def test_in_order(self, add, tell, forwarding, received, health):
        """What is sealed after a sink was made, all of it and in order; nothing earlier."""
        await tell()
        sink = await add()
        await forwarding()
        await tell()
        await received("/a", list(range(6, 12)))

        async def seen():
            return await health(sink.id)

        reached = await eventually(seen, until=lambda one: one.index == 11)
        assert (reached.state, reached.behind, reached.delivered) == ("ok", 0, 6)

    async def test_filtered(self, add, tell, forwarding, received, health):
        """What the filter passes over isn't sent, and counts as done."""
        sink = await add(filter=EntryFilter(q="tenant:globex"))
        await tell(8)
        await forwarding()
        await received("/a", [0, 3, 6])

        async def seen():
            return (await health(sink.id)).index

        await eventually(seen, until=lambda index: index == 7)

    async def test_one_that_hangs(self, add, tell, forwarding, receiver, received, health):
        """A sink that never answers, and one that refuses, delay neither others nor the log."""
        receiver.silent.add("/hangs")
        receiver.refusing.add("/refuses")
        hangs, refuses = await add("/hangs"), await add("/refuses")
        await add("/works")
        await forwarding()
        await tell()
        await received("/works", list(range(6)))
        assert (await health(hangs.id)).delivered == 0

        async def seen():
            return await health(refuses.id)

        failing = await eventually(seen, until=lambda one: one.failures >= 3)
        assert (failing.state, failing.error, failing.behind) == ("failing", "answered 503", 6)
        assert failing.next_attempt_at is not None
        receiver.refusing.clear()
        await received("/refuses", list(range(6)))
        healed = await eventually(seen, until=lambda one: one.state == "ok")
        assert (healed.failures, healed.error, healed.behind) == (0, "", 0)

    async def test_paused(self, timeline, add, tell, forwarding, receiver, received, health):
        """A paused sink gets nothing; resumed, it gets what came meanwhile."""
        client = SinkServiceClient(Client(timeline.connection))
        sink = await add()
        await forwarding()
        await tell(2)
        await received("/a", [0, 1])
        await client.pause_sink(PauseSinkRequest(id=sink.id, reason="they move"))
        assert (await health(sink.id)).state == "paused"
        await add("/other")
        await tell(2)
        await received("/other", [2, 3])
        assert receiver.indexes["/a"] == [0, 1]
        await client.resume_sink(ResumeSinkRequest(id=sink.id))
        await received("/a", [0, 1, 2, 3])

    async def test_replayed(self, timeline, add, tell, forwarding, received):
        """From a time on, everything is sent again; then it goes on as before."""
        client = SinkServiceClient(Client(timeline.connection))
        sink = await add()
        await forwarding()
        await tell(2)
        await received("/a", [0, 1])
        await client.replay_sink(ReplaySinkRequest(id=sink.id, since="2026-01-01T00:00:00Z"))
        await received("/a", [0, 1, 0, 1])
        await tell(1)
        await received("/a", [0, 1, 0, 1, 2])

    async def test_since(self, add, tell, forwarding, received):
        """A new sink may get what was sealed before it was made."""
        await tell(3)
        await add(since="2026-01-01T00:00:00Z")
        await forwarding()
        await received("/a", [0, 1, 2])

    async def test_objects(self, timeline, add, tell, forwarding, tmp_path):
        """A folder gets objects by the hour, with every entry in them once."""
        sink = await add()
        # The service that answers has no folder; who forwards does.
        await timeline.database["sinks"].update_one(
            {"_id": sink.id}, {"$set": {"kind": "objects", "url": "folder:here"}}
        )
        await forwarding(folder=tmp_path)
        await tell(4)

        async def lines():
            return [
                json.loads(line)["index"]
                for path in sorted((tmp_path / "here").rglob("*.jsonl.gz"))
                for line in gzip.decompress(path.read_bytes()).splitlines()
            ]

        await eventually(lines, until=lambda seen: seen == [0, 1, 2, 3])


class TestKilled:
    @pytest.mark.parametrize("seed", range(4))
    async def test_nothing_lost(self, add, tell, forwarding, receiver, seed):
        """Killed at any moment, again and again: everything arrives, first times in order."""
        chance = random.Random(seed)
        await add()
        total, kills = 0, 0
        for _ in range(6):
            kill = await forwarding(f"holder {kills}")
            count = chance.randrange(1, 5)
            await tell(count)
            total += count
            seen = len(receiver.requests)
            for _ in range(chance.randrange(60)):
                await asyncio.sleep(0.002)
                if len(receiver.requests) > seen and chance.random() < 0.5:
                    break
            await kill()
            kills += 1
        await forwarding("the last")

        async def arrived():
            return first_seen(receiver.indexes.get("/a", []))

        await eventually(arrived, until=lambda one: one == list(range(total)))
        print(
            f"{kills} kills, {total} entries, {len(receiver.indexes.get('/a', [])) - total} repeats"
        )

    async def test_one_of_two(self, add, tell, forwarding, receiver, received):
        """Two instances: one forwards, and the other takes over when that dies."""
        await add()
        kill = await forwarding("one")
        await tell(2)
        await received("/a", [0, 1])
        await forwarding("two")
        await tell(2)

        async def arrived():
            return first_seen(receiver.indexes["/a"])

        await eventually(arrived, until=lambda one: one == [0, 1, 2, 3])
        await kill()
        await tell(1)
        await eventually(arrived, until=lambda one: one == [0, 1, 2, 3, 4])
