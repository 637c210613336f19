"""Of three instances one works; another takes over soon after it falls silent."""

import json
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from devstack import upstreams
from devstack.processes import Process
from devstack.running import RunningStack
from devstack.waiting import eventually
from pymongo import AsyncMongoClient

pytestmark = pytest.mark.slow

USER = "17b30e30-5b24-4d15-ab06-00000000beef"
# The stack's interval; two of them, and what a starved machine adds to a beat.
TAKEOVER_SECONDS = 2.0
SLACK_SECONDS = 6.0


@pytest.fixture
def instances(stack: RunningStack) -> Iterator[list[Process]]:
    """Give three instances of the oCIS ingest."""
    first = stack.processes["ingest_ocis"]
    logs = stack.layout.data / "logs"
    more = [
        Process(replace(first.program, log=logs / f"ingest_ocis_{number}.log")) for number in (2, 3)
    ]
    for process in more:
        process.start()
    yield [first, *more]
    for process in more:
        process.stop()


async def _holds(process: Process, holder: str) -> bool:
    """Say whether the holder is this process, which tells its id when it is ready."""

    async def said() -> list[str]:
        lines = process.program.log.read_text(encoding="utf-8").splitlines()
        return [line for line in lines if "ready" in line and "instance" in line]

    return any(holder in line for line in await eventually(said))


async def test_another_takes_over(stack: RunningStack, instances: list[Process]):
    """The holder is stopped and wakes up later: every line has one entry all the same."""
    async with AsyncMongoClient[dict[str, Any]](stack.mongo_url, tz_aware=True) as client:
        positions = client["ingest_ocis"]["positions"]

        async def holder() -> str:
            found = await positions.find_one({"_id": "ocis"})
            return str(found["holder"]) if found else ""

        first = await eventually(holder)
        held = {one.pid: await _holds(one, first) for one in instances}
        (stopped,) = [one for one in instances if held[one.pid]]
        _append("before", stack)
        os.kill(stopped.pid, signal.SIGSTOP)
        started = time.monotonic()
        try:
            _append("meanwhile", stack)
            second = await eventually(holder, until=lambda now: now not in {"", first})
            assert time.monotonic() - started < TAKEOVER_SECONDS + SLACK_SECONDS
            assert not await _holds(stopped, second)
            await _told(client, ["before", "meanwhile"])
        finally:
            os.kill(stopped.pid, signal.SIGCONT)
        _append("after", stack)
        counts = await _told(client, ["before", "meanwhile", "after"])
        assert set(counts.values()) == {1}
        assert await holder() == second


def _append(name: str, stack: RunningStack) -> None:
    for number in range(20):
        line = json.loads(upstreams.ocis_line("file_create", user=USER, number=number))
        line["Path"] = f"lease-{name}-{number:02}"
        upstreams.append_lines(stack.layout, [json.dumps(line)])


async def _told(client: AsyncMongoClient[dict[str, Any]], names: list[str]) -> Counter[str]:
    expected = {f"lease-{name}-{number:02}" for name in names for number in range(20)}
    mine = {"source": "ocis", "resourceName": {"$gte": "lease-", "$lt": "lease-~"}}

    async def found() -> Counter[str]:
        told = await client["audit"]["entries"].find(mine, {"resourceName": 1}).to_list()
        return Counter(entry["resourceName"] for entry in told)

    return await eventually(found, until=lambda seen: expected <= set(seen))
