"""Every upstream event has exactly one entry, whatever is killed whenever."""

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import httpx2
import nats
import pytest
from devstack import upstreams
from devstack.layout import Layout
from devstack.running import RunningStack
from devstack.waiting import eventually
from pymongo import AsyncMongoClient

EVENTS = 400
CHUNK = 20
SEEDS = (1, 2)
USER = "17b30e30-5b24-4d15-ab06-000000000bad"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]
Produce = Callable[[Layout, list[str]], None]


def _authentik(layout: Layout, names: list[str]) -> None:
    upstreams.write_failed_logins(layout, names)


def _ocis(layout: Layout, names: list[str]) -> None:
    lines = []
    for name in names:
        line = json.loads(upstreams.ocis_line("file_create", user=USER, number=0))
        lines.append(json.dumps(line | {"Path": name}))
    upstreams.append_lines(layout, lines)


def _stalwart(layout: Layout, names: list[str]) -> None:
    """Push as Stalwart does: again and again until a 2xx, and once more although it was one."""
    at = datetime.now(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
    batch = [
        {"id": "1", "createdAt": at, "type": "auth.failed", "data": {"accountName": name}}
        for name in names
    ]
    for _ in range(2):
        give_up_at = time.monotonic() + 120
        while time.monotonic() < give_up_at:
            try:
                if upstreams.push(layout, batch).is_success:
                    break
            except httpx2.TransportError:
                pass
            time.sleep(0.05)


PRODUCERS: dict[str, Produce] = {"authentik": _authentik, "stalwart": _stalwart, "ocis": _ocis}


async def _produced(
    stack: RunningStack,
    source: str,
    prefix: str,
    disturb: Callable[[], Awaitable[None]],
    moment: int,
) -> Counter[str]:
    """Let EVENTS happen, disturb after `moment` of them; return the entries of each."""
    names = [f"{prefix}{number:04}" for number in range(EVENTS)]
    disturbing: asyncio.Task[None] | None = None
    for start in range(0, EVENTS, CHUNK):
        if disturbing is None and start >= moment:
            disturbing = asyncio.create_task(disturb())
        chunk = names[start : start + CHUNK]
        await asyncio.to_thread(PRODUCERS[source], stack.layout, chunk)
    if disturbing:
        await disturbing
    async with AsyncMongoClient[dict[str, Any]](stack.mongo_url, tz_aware=True) as client:
        entries = client["audit"]["entries"]
        mine = {"source": source, "resourceName": {"$gte": prefix, "$lt": f"{prefix}~"}}

        async def found() -> Counter[str]:
            told = await entries.find(mine, {"resourceName": 1}).to_list()
            return Counter(entry["resourceName"] for entry in told)

        seen = await eventually(found, until=lambda told: len(told) >= EVENTS, timeout_seconds=60)
    assert sorted(seen) == names
    return seen


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("source", PRODUCERS)
async def test_kill_the_service(stack: RunningStack, source: str, seed: int):
    """Kill -9 at random moments, again and again, while events happen."""
    dice = random.Random(f"{source}-{seed}")
    process = stack.processes[f"ingest_{source}"]

    async def disturb() -> None:
        for _ in range(2):
            await asyncio.sleep(dice.uniform(0.05, 0.5))
            await asyncio.to_thread(process.kill)
            await asyncio.to_thread(process.start)

    prefix = f"kill-{source}-{seed}-"
    seen = await _produced(stack, source, prefix, disturb, dice.randrange(EVENTS // 2))
    assert set(seen.values()) == {1}


@pytest.mark.parametrize("victim", ["nats", "database"])
@pytest.mark.parametrize("source", PRODUCERS)
async def test_bus_and_database_away(stack: RunningStack, source: str, victim: str):
    """Without the bus or the database events wait where they are, and none is told twice."""
    process = stack.processes[victim]

    async def disturb() -> None:
        await asyncio.to_thread(process.kill)
        # Long enough for a tick to fail.
        await asyncio.sleep(2.5)
        await asyncio.to_thread(process.start)

    prefix = f"away-{victim}-{source}-"
    seen = await _produced(stack, source, prefix, disturb, EVENTS // 4)
    assert set(seen.values()) == {1}


async def test_bus_away_for_a_minute(stack: RunningStack):
    """All three wait as long as it takes; what they are told meanwhile comes afterwards."""
    process = stack.processes["nats"]
    back = asyncio.Event()

    async def away() -> None:
        await asyncio.to_thread(process.kill)
        await asyncio.sleep(60)
        await asyncio.to_thread(process.start)
        back.set()

    going = asyncio.create_task(away())
    told = await asyncio.gather(
        *(_produced(stack, one, f"minute-{one}-", back.wait, CHUNK) for one in PRODUCERS)
    )
    await going
    assert [set(seen.values()) for seen in told] == [{1}] * len(PRODUCERS)


async def test_storage_full(stack: RunningStack, people: dict[str, Any]):
    """While the stream has no room, events wait at their source; with room, each comes once."""
    line = await nats.connect(stack.nats_url)
    jetstream, lifted = line.jetstream(), asyncio.Event()
    held = await jetstream.stream_info("AUDIT")
    full = held.config.evolve(max_bytes=held.state.bytes + 1, discard="new")
    await jetstream.update_stream(full)
    producing = asyncio.gather(
        *(_produced(stack, one, f"full-{one}-", lifted.wait, 0) for one in PRODUCERS)
    )

    async def refused() -> set[str]:
        """Return which polls say so; a push is answered with it."""
        answer = await people["operator"].send("GET", "/ingest")
        told = {one["name"]: one["problem"] for one in answer.json()["items"]}
        return {name for name, problem in told.items() if "maximum bytes" in problem}

    try:
        await eventually(refused, until=lambda names: names >= {"authentik", "ocis"})
    finally:
        await jetstream.update_stream(held.config)
        lifted.set()
        told = await producing
        await line.drain()
    assert [set(seen.values()) for seen in told] == [{1}] * len(PRODUCERS)
