"""A few entries a second: how soon each can be read, and when a signed checkpoint covers it."""

import asyncio
import json
import statistics
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import httpx2
from audit_rate import publication
from bus import Connection, Publication, connect
from devstack.running import RunningStack
from pacing import paced
from pymongo import AsyncMongoClient
from quiet import all_sealed, all_stored

_RATE, _SECONDS = 200, 15.0
# One of so many is looked at, and not all the time: who looks takes processor time, too.
_SAMPLED = 40
_LOOK_SECONDS, _CHECKPOINT_LOOK_SECONDS, _PATIENCE_SECONDS = 0.05, 0.1, 60.0
_CHECKPOINT_SECONDS = 2.0
_VISIBLE_SECONDS = 1.0


async def measure(stack: RunningStack) -> list[dict[str, Any]]:
    """Return rows: publish to visible, and to a checkpoint."""
    line = await connect(stack.nats_url, name="bench")
    async with AsyncMongoClient[dict[str, Any]](stack.mongo_url, tz_aware=True) as mongo:
        # What other parts have left behind would be before these.
        await all_stored(line)
        await all_sealed(mongo)
    headers = {"Authorization": f"Bearer {stack.token('operator')}"}
    async with httpx2.AsyncClient(
        base_url=stack.gateway_url, headers=headers, trust_env=False, timeout=60.0
    ) as client:
        visible, covered = await _light(line, client)
    await line.drain()
    return _rows(visible, covered)


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
    async for batch in paced(int(_RATE * _SECONDS), 1, _RATE):
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


def _rows(visible: Sequence[float], covered: Sequence[float]) -> list[dict[str, Any]]:
    cuts = statistics.quantiles(visible, n=100)
    shared = {"spread": "", "note": f"{len(visible)} of {_RATE}/s, each asked for until seen"}
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
