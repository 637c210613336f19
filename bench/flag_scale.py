"""Five thousand flags and ten thousand tenants: a preview, and a kill in twenty evaluators."""

import asyncio
import statistics
import time
from datetime import UTC, datetime
from typing import Any

import httpx2
from bus import connect
from chassis.directory import BUCKET as DIRECTORY
from chassis.directory import tenant_key
from chassis.ids import uuid7
from contracts.tenant.v1 import TenantRecord
from devstack.running import RunningStack
from devstack.waiting import eventually
from flag.documents import FlagDocument
from flags import Flags
from pymongo import AsyncMongoClient

FLAGS, TENANTS, WATCHERS = 5_000, 10_000, 20
PREVIEWS = 20
KILLS = 50
KILLED = "scale_kill"
_PART = 500
_PLANS = ("starter", "business", "enterprise")


async def measure(stack: RunningStack) -> list[dict[str, Any]]:
    """Return a row for each."""
    headers = {"Authorization": f"Bearer {stack.token('operator')}"}
    async with httpx2.AsyncClient(
        base_url=stack.gateway_url, headers=headers, trust_env=False, timeout=60.0
    ) as client:
        body = {"slug": "bench", "name": "Bench", "plan": "business"}
        await client.post("/tenants", json=body)
        await _tenants(stack)
        await _flags(stack, client)
        (await client.post("/flags", json={"key": KILLED})).raise_for_status()
        return [await _preview(client), await _kill(stack, client)]


async def _tenants(stack: RunningStack) -> None:
    """Put into the directory, as the tenant service's relay does, as many as are missing."""
    line = await connect(stack.nats_url, name="bench")
    bucket = line.key_value(DIRECTORY)
    held = sum(key.startswith(tenant_key("")) for key in await bucket.keys())

    async def put(number: int) -> None:
        slug, plan = f"scale-{number:05}", _PLANS[number % len(_PLANS)]
        record = TenantRecord(
            id=uuid7(), slug=slug, name=slug, plan=plan, status="active", version=1
        )
        await bucket.put(tenant_key(slug), record.dump_json())

    for start in range(held, TENANTS, _PART):
        await asyncio.gather(*(put(number) for number in range(start, start + _PART)))
    await line.drain()


async def _flags(stack: RunningStack, client: httpx2.AsyncClient) -> None:
    """Store them; the flag service begins anew, and its relay tells every evaluator."""
    async with AsyncMongoClient[dict[str, Any]](stack.mongo_url, tz_aware=True) as database:
        stored = [_flag(number) for number in range(FLAGS)]
        for start in range(0, FLAGS, _PART):
            await database["flag"]["flags"].insert_many(stored[start : start + _PART])
    process = stack.processes["flag"]
    await asyncio.to_thread(process.kill)
    await asyncio.to_thread(process.start)

    async def told() -> int:
        body = {"context": {"targetingKey": "bench"}}
        answer = await client.post("/ofrep/v1/evaluate/flags", json=body)
        keys = [one["key"] for one in answer.json()["flags"]] if answer.is_success else []
        return sum(key.startswith("scale_") for key in keys)

    await eventually(told, until=lambda count: count == FLAGS, timeout_seconds=300)


def _flag(number: int) -> dict[str, Any]:
    moment = datetime.now(UTC).replace(microsecond=0)
    rule = {"attribute": "country", "operator": "in", "values": ["NO", "SE", str(number)]}
    flag = {
        "_id": f"scale_{number:05}",
        "key": f"scale_{number:05}",
        "kind": "boolean",
        "state": "rollout",
        "pct": number % 100,
        "scope": {"plans": ["business", "enterprise"]},
        "rules": [rule] if number % 2 else [],
        "createdAt": moment,
        "updatedAt": moment,
        "version": 1,
    }
    document = FlagDocument.read_stored(flag)
    told = [entry.model_dump() for entry in document.projections()]
    return document.storable() | {"outbox": told}


async def _preview(client: httpx2.AsyncClient) -> dict[str, Any]:
    draft = {"state": "rollout", "pct": 70, "scope": {"plans": ["business"]}, "rules": []}

    async def preview() -> Any:
        answer = await client.post("/flags/scale_00030/preview?limit=1000", json=draft)
        return answer.raise_for_status().json()

    told = await eventually(
        preview, until=lambda seen: seen["counts"]["tenants"] >= TENANTS, timeout_seconds=300
    )
    spent = []
    for _ in range(PREVIEWS):
        started = time.perf_counter()
        await preview()
        spent.append(time.perf_counter() - started)
    p95 = statistics.quantiles(spent, n=20)[-1]
    counts = told["counts"]
    return {
        "what": f"preview, {FLAGS:,} flags and {counts['tenants']:,} tenants",
        "measured": f"{p95 * 1000:.0f} ms p95",
        "baseline": "1 s",
        "ratio": p95,
        "spread": f"{min(spent):.2f}-{max(spent):.2f}",
        "goal": "<= 1.00",
        "note": f"{counts['on']:,} on, {counts['off']:,} off",
    }


async def _kill(stack: RunningStack, client: httpx2.AsyncClient) -> dict[str, Any]:
    """From the request's first byte until the last of the evaluators decides otherwise."""
    lines = [await connect(stack.nats_url, name=f"bench-{number}") for number in range(WATCHERS)]
    watchers = [await Flags.watch(line) for line in lines]
    spent = [await _killed(client, watchers) for _ in range(KILLS)]
    for flags, line in zip(watchers, lines, strict=True):
        await flags.stop()
        await line.drain()
    every = sorted(one for kill in spent for one in kill)
    p99 = every[len(every) * 99 // 100]
    return {
        "what": f"a kill in {WATCHERS} evaluators, {FLAGS:,} flags",
        "measured": f"{p99 * 1000:.0f} ms p99",
        "baseline": "200 ms",
        "ratio": p99 / 0.2,
        "spread": f"{every[0] / 0.2:.2f}-{every[-1] / 0.2:.2f}",
        "goal": "<= 1.00",
        "note": f"median {statistics.median(every) * 1000:.0f} ms, {KILLS} kills",
    }


async def _killed(client: httpx2.AsyncClient, watchers: list[Flags]) -> list[float]:
    """Switch it on everywhere, kill it, and return when each evaluator heard of it."""
    held = (await client.get(f"/flags/{KILLED}")).raise_for_status()
    headers = {"If-Match": held.headers["etag"]}
    await client.patch(f"/flags/{KILLED}", json={"state": "on"}, headers=headers)

    async def is_on() -> bool:
        return all(flags.enabled(KILLED) for flags in watchers)

    await eventually(is_on)
    waiting = [asyncio.create_task(_heard(flags)) for flags in watchers]
    await asyncio.sleep(0)
    started = time.perf_counter()
    (await client.post(f"/flags/{KILLED}/kill", json={"reason": "bench"})).raise_for_status()
    return [ended - started for ended in await asyncio.gather(*waiting)]


async def _heard(flags: Flags) -> float:
    """Return when the flag is off here."""
    dead = asyncio.Event()
    forget = flags.on_change(lambda _key: flags.enabled(KILLED) or dead.set())
    try:
        async with asyncio.timeout(10):
            await dead.wait()
    finally:
        forget()
    return time.perf_counter()
