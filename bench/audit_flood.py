"""Entries offered at 5,000/s, whatever becomes of them; then a few, and how soon each is seen."""

import asyncio
import json
import statistics
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx2
from audit_rate import publication
from bus import Connection, Publication, connect
from devstack.running import RunningStack
from devstack.waiting import eventually
from peaks import forget_peak, peak_megabytes
from pymongo import AsyncMongoClient

RATE, SECONDS = 5_000, 30.0
_BATCH = 250
_LIGHT_RATE, _LIGHT_SECONDS = 200, 15.0
# One of so many is looked at, and not all the time: who looks takes processor time, too.
_SAMPLED = 40
_LOOK_SECONDS, _CHECKPOINT_LOOK_SECONDS, _PATIENCE_SECONDS = 0.05, 0.1, 60.0
_MOST_LAG_SECONDS = 300.0
_CHECKPOINT_SECONDS = 2.0
_VISIBLE_SECONDS = 1.0


@dataclass(frozen=True)
class Flood:
    """What became of what was offered."""

    offered: int
    offered_seconds: float
    stored: Counter[str]
    catch_up_seconds: float
    sealed_seconds: float
    before: float
    peak_midway: float
    peak: float


async def measure(stack: RunningStack, *, seconds: float = SECONDS) -> list[dict[str, Any]]:
    """Return rows: nothing lost, memory, lag; publish to visible and to a checkpoint."""
    line = await connect(stack.nats_url, name="bench")
    async with (
        AsyncMongoClient[dict[str, Any]](stack.mongo_url, tz_aware=True) as mongo,
        httpx2.AsyncClient(base_url=stack.gateway_url, trust_env=False, timeout=60.0) as client,
    ):
        flood = await _flooded(stack, line, mongo, seconds)
        client.headers["Authorization"] = f"Bearer {stack.token('operator')}"
        ages = await _light(line, client)
    await line.drain()
    return [*_flood_rows(flood, seconds), *_light_rows(*ages)]


async def _flooded(stack: RunningStack, line: Connection, mongo: Any, seconds: float) -> Flood:
    """Offer at the rate, wait until nothing waits, count what is stored."""
    pid, offered = stack.processes["audit"].pid, int(RATE * seconds)
    forget_peak(pid)
    before = midway = peak_megabytes(pid)
    started = time.perf_counter()
    async for number in _paced(offered, _BATCH, RATE):
        await line.append_batch([_published("flood", one) for one in number])
        if number.start < offered // 2:
            midway = peak_megabytes(pid)
    ended = time.perf_counter()
    last = (await line.state("AUDIT")).last

    async def settled() -> int:
        return await line.settled("AUDIT", "audit")

    await eventually(settled, until=lambda seen: seen >= last, timeout_seconds=_MOST_LAG_SECONDS)
    caught_up = time.perf_counter()

    async def unsealed() -> Any:
        return await mongo["audit"]["arrivals"].find_one({}, {"first": 1})

    await eventually(unsealed, until=lambda seen: seen is None, timeout_seconds=_MOST_LAG_SECONDS)
    sealed = time.perf_counter()
    found = mongo["audit"]["entries"].find({"source": "flood"}, {"externalId": 1})
    return Flood(
        offered=offered,
        offered_seconds=ended - started,
        stored=Counter([row["externalId"] async for row in found]),
        catch_up_seconds=caught_up - ended,
        sealed_seconds=sealed - ended,
        before=before,
        peak_midway=midway,
        peak=peak_megabytes(pid),
    )


async def _paced(count: int, batch: int, rate: int) -> AsyncIterator[range]:
    """Give numbers in batches, each at its time; what is late isn't left out."""
    started = time.perf_counter()
    for first in range(0, count, batch):
        await asyncio.sleep(max(0.0, started + first / rate - time.perf_counter()))
        yield range(first, min(first + batch, count))


def _published(source: str, number: int) -> Publication:
    """Make one that says when it was published."""
    made = publication(source, number)
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    body = json.loads(made.payload) | {"at": at}
    return Publication(made.subject, json.dumps(body).encode(), message_id=made.message_id)


async def _light(
    line: Connection, client: httpx2.AsyncClient
) -> tuple[Sequence[float], Sequence[float]]:
    """Return the seconds until sampled entries are read, and until a checkpoint covers them."""
    published: dict[str, float] = {}
    looks: list[asyncio.Task[float]] = []
    checkpoints: list[tuple[float, int]] = []
    watching = asyncio.create_task(_watch(client, checkpoints))
    async for batch in _paced(int(_LIGHT_RATE * _LIGHT_SECONDS), 1, _LIGHT_RATE):
        made = _published("drizzle", batch.start)
        at = time.perf_counter()
        await line.append_many([made])
        if batch.start % _SAMPLED == 0:
            published[str(made.message_id)] = at
            looks.append(asyncio.create_task(_answered(client, f"/audit/{made.message_id}")))
    seen = await asyncio.gather(*looks)
    indexes = [await _index(client, identity) for identity in published]
    if watching.done():
        # Only a mistake ends it.
        watching.result()
    watching.cancel()
    checkpoints.append(await _checkpoint(client))
    covered = [next(at for at, size in checkpoints if size > index) for index in indexes]
    begun = published.values()
    return (
        [at - start for at, start in zip(seen, begun, strict=True)],
        [at - start for at, start in zip(covered, begun, strict=True)],
    )


async def _watch(client: httpx2.AsyncClient, checkpoints: list[tuple[float, int]]) -> None:
    """Note how long the log is by its signed checkpoint, and when that was read."""
    while True:
        checkpoints.append(await _checkpoint(client))
        await asyncio.sleep(_CHECKPOINT_LOOK_SECONDS)


async def _checkpoint(client: httpx2.AsyncClient) -> tuple[float, int]:
    answer = await client.get("/audit/checkpoint")
    answer.raise_for_status()
    return time.perf_counter(), int(answer.json()["size"])


async def _index(client: httpx2.AsyncClient, identity: str) -> int:
    """Return an entry's place in the log, once its proof is there."""
    path = f"/audit/{identity}/proof"
    await _answered(client, path)
    proof = (await client.get(path)).json()
    (index,) = [log["index"] for log in proof["logs"] if "/tenant/" not in log["origin"]]
    return int(index)


async def _answered(client: httpx2.AsyncClient, path: str) -> float:
    """Return when it could be read."""
    give_up_at = time.perf_counter() + _PATIENCE_SECONDS
    while (answer := await client.get(path)).is_error:
        if answer.status_code not in {404, 409} or time.perf_counter() > give_up_at:
            answer.raise_for_status()
        await asyncio.sleep(_LOOK_SECONDS)
    return time.perf_counter()


def _flood_rows(flood: Flood, seconds: float) -> list[dict[str, Any]]:
    twice = sum(times - 1 for times in flood.stored.values())
    lost = flood.offered - len(flood.stored)
    title = f"audit, {RATE:,} entries/s offered for {seconds:g} s"
    return [
        {
            "what": f"{title}: stored",
            "measured": f"{len(flood.stored):,} entries, {lost} lost, {twice} twice",
            "baseline": f"{flood.offered:,} offered",
            "ratio": flood.stored.total() / flood.offered,
            "spread": "",
            "goal": "1.00",
            "note": f"offered at {flood.offered / flood.offered_seconds:,.0f}/s",
        },
        {
            "what": f"{title}: memory",
            "measured": f"{flood.peak:.0f} MB at most",
            "baseline": f"{flood.peak_midway:.0f} MB in the first half",
            "ratio": flood.peak / flood.peak_midway,
            "spread": "",
            "goal": "<= 1.10",
            "note": f"{flood.before:.0f} MB before",
        },
        {
            "what": f"{title}: lag is zero",
            "measured": f"{flood.catch_up_seconds:.1f} s after the last",
            "baseline": f"{flood.offered_seconds:.1f} s offered",
            "ratio": flood.catch_up_seconds / flood.offered_seconds,
            "spread": "",
            "goal": "returns",
            "note": f"all stored; sealed {flood.sealed_seconds:.1f} s after the last",
        },
    ]


def _light_rows(visible: Sequence[float], covered: Sequence[float]) -> list[dict[str, Any]]:
    cuts = statistics.quantiles(visible, n=100)
    shared = {"spread": "", "note": f"{len(visible)} of {_LIGHT_RATE}/s, each asked for until seen"}
    return [
        {
            "what": "audit, publish to visible",
            "measured": f"p50 {cuts[49] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms",
            "baseline": f"{_VISIBLE_SECONDS:g} s",
            "ratio": cuts[98] / _VISIBLE_SECONDS,
            "goal": "<= 1.00",
            **shared,
        },
        {
            "what": "audit, publish to signed checkpoint",
            "measured": f"p50 {statistics.median(covered):.2f} s, at most {max(covered):.2f} s",
            "baseline": f"{_CHECKPOINT_SECONDS:g} s",
            "ratio": max(covered) / _CHECKPOINT_SECONDS,
            "goal": "<= 1.00",
            **shared,
        },
    ]
