"""Of two audit services one seals; the other takes over when it is stopped, and never both do."""

import json
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from bus import Publication, connect
from devstack.processes import Process
from devstack.running import RunningStack
from devstack.waiting import eventually
from pymongo import AsyncMongoClient

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]
SOURCE = "sequenced"
PART = 200
# What the stopped one held is delivered again after its acknowledgement was waited for.
REDELIVERY_SECONDS = 90.0


@pytest.fixture
def instances(stack: RunningStack) -> Iterator[list[Process]]:
    """Give two instances of the audit service."""
    first = stack.processes["audit"]
    log = stack.layout.data / "logs" / "audit_2.log"
    second = Process(replace(first.program, log=log, ports=()))
    second.start()
    yield [first, second]
    second.stop()


async def tell(stack: RunningStack, start: int) -> None:
    """Let PART things happen."""
    line = await connect(stack.nats_url, name="tests")
    numbers = range(start, start + PART)
    await line.append_many(
        [
            Publication(
                subject=f"audit.{SOURCE}.acme.thing.happened",
                payload=json.dumps({"externalId": f"{number}"}).encode(),
            )
            for number in numbers
        ]
    )
    await line.drain()


async def is_of(process: Process, holder: str) -> bool:
    """Say whether the holder is this process, which tells its id when it is ready."""

    async def said() -> list[str]:
        lines = process.program.log.read_text(encoding="utf-8").splitlines()
        return [line for line in lines if "ready" in line and "instance" in line]

    return any(holder in line for line in await eventually(said))


def ensure_one_log(seals: list[dict[str, Any]]) -> None:
    """Fail where numbers or indexes have a gap, hashes don't follow, or an epoch comes back."""
    size, previous, epoch = 0, bytes(32), 0
    for number, seal in enumerate(seals, start=1):
        assert (seal["_id"], seal["first"], seal["previous"]) == (number, size, previous)
        assert seal["epoch"] >= epoch
        # Whoever takes over begins with a fence.
        assert seal["epoch"] == epoch or not seal["ids"]
        size, epoch = size + len(seal["ids"]), seal["epoch"]
        previous = seal["hashes"][-32:] or previous
    sealed = [one for seal in seals for one in seal["ids"]]
    assert len(sealed) == len(set(sealed)) == size


async def test_stopped_and_awake_again(stack: RunningStack, instances: list[Process]):
    """SIGSTOP in the midst of sealing, SIGCONT after the other took over: one log, all in it."""
    async with AsyncMongoClient[dict[str, Any]](stack.mongo_url, tz_aware=True) as client:
        audit = client["audit"]

        async def holder() -> str:
            lease = await audit["leases"].find_one({"_id": "sequencer"})
            return str(lease["holder"]) if lease else ""

        async def sealed() -> set[str]:
            mine = {"source": SOURCE}
            ids = {one["_id"] for one in await audit["entries"].find(mine, {"_id": 1}).to_list()}
            seals = await audit["seals"].find({}, {"ids": 1}).to_list()
            return ids & {one for seal in seals for one in seal["ids"]}

        async def all_sealed(count: int) -> None:
            await eventually(
                sealed, until=lambda ids: len(ids) == count, timeout_seconds=REDELIVERY_SECONDS
            )

        await tell(stack, 0)
        await all_sealed(PART)
        first = await eventually(holder)
        (stopped,) = [one for one in instances if await is_of(one, first)]
        await tell(stack, PART)
        os.kill(stopped.pid, signal.SIGSTOP)
        began = time.monotonic()
        try:
            await tell(stack, 2 * PART)
            second = await eventually(holder, until=lambda now: now not in {"", first})
            seconds = time.monotonic() - began
            assert not await is_of(stopped, second)
            await all_sealed(3 * PART)
        finally:
            os.kill(stopped.pid, signal.SIGCONT)
        await tell(stack, 3 * PART)
        await all_sealed(4 * PART)
        assert await holder() == second
        seals = await audit["seals"].find({}).sort("_id", 1).to_list()
        ensure_one_log(seals)

        async def grown() -> int:
            tree = await audit["trees"].find_one({"_id": ""})
            return int(tree["size"]) if tree else 0

        sealed_size = seals[-1]["first"] + len(seals[-1]["ids"])
        assert await eventually(grown, until=lambda size: size >= sealed_size) >= 4 * PART
        print(f"taken over after {seconds:.1f} s; {4 * PART} entries, {len(seals)} seals, one log")
