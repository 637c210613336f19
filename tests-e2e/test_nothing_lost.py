"""Every acknowledged change has exactly one entry, whatever is killed whenever."""

import asyncio
import json
import random
from dataclasses import dataclass, field
from typing import Any

import httpx2
import pytest
from bus import Connection, Publication, connect
from contracts.faults import Fault
from devstack.running import RunningStack
from devstack.waiting import eventually

TENANTS = 20
COMMANDS_EACH = 10
SEEDS = (1, 2)
ENTRIES = 5000

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@dataclass
class Tally:
    """What the clients of one round saw."""

    acknowledged: list[str] = field(default_factory=list)
    retried: int = 0
    refused: dict[int, int] = field(default_factory=dict)


async def _until_acknowledged(
    client: httpx2.AsyncClient, method: str, path: str, body: Any, tally: Tally
) -> None:
    """Try the same command until it is acknowledged: what a careful client does."""
    while True:
        try:
            answer = await client.request(method, path, json=body)
        except httpx2.TransportError:
            tally.retried += 1
            continue
        if answer.status_code < 400 or answer.status_code == 409:
            return
        assert answer.status_code in {429, 503, 504}, answer.text
        tally.refused[answer.status_code] = tally.refused.get(answer.status_code, 0) + 1
        tally.retried += 1
        await asyncio.sleep(0.05)


async def _one_tenant(client: httpx2.AsyncClient, slug: str, tally: Tally) -> None:
    """Suspend and resume by turns; each command changes the state, so each leaves one entry."""
    body = {"slug": slug, "name": slug}
    await _until_acknowledged(client, "POST", "/tenants", body, tally)
    for number in range(COMMANDS_EACH):
        suspends = number % 2 == 0
        path = f"/tenants/{slug}/{'suspend' if suspends else 'resume'}"
        reason = {"reason": f"{slug}-{number}"} if suspends else {}
        await _until_acknowledged(client, "POST", path, reason, tally)
        tally.acknowledged.append(f"{slug}-{number}")


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("victim", ["tenant", "audit", "nats", "database"])
async def test_kill_under_commands(
    stack: RunningStack, people: dict[str, Any], victim: str, seed: int, capsys: Any
):
    """200 commands, one kill -9 at a random moment: one entry each, in the order of the changes."""
    dice = random.Random(f"{victim}-{seed}")
    operator, tally = people["operator"], Tally()
    slugs = [f"{victim}-{seed}-{number}" for number in range(TENANTS)]
    moment = dice.randrange(TENANTS, TENANTS * COMMANDS_EACH - TENANTS)
    work = [asyncio.create_task(_one_tenant(operator.client, slug, tally)) for slug in slugs]

    async def acknowledged() -> int:
        return len(tally.acknowledged)

    await eventually(acknowledged, until=lambda count: count >= moment, timeout_seconds=60)
    process = stack.processes[victim]
    await asyncio.to_thread(process.kill)
    await asyncio.to_thread(process.start)
    await asyncio.gather(*work)

    async def entries() -> dict[str, list[dict[str, Any]]]:
        return {slug: await operator.entries(tenantSlug=slug, source="tenant") for slug in slugs}

    expected = 1 + COMMANDS_EACH
    found = await eventually(
        entries,
        until=lambda seen: all(len(told) >= expected for told in seen.values()),
        timeout_seconds=60,
    )
    total = 0
    for slug, told in found.items():
        by_sequence = sorted(told, key=lambda entry: entry["sequence"])
        actions = [entry["action"] for entry in by_sequence]
        assert actions == ["tenant.created", *["tenant.suspended", "tenant.resumed"] * 5], slug
        reasons = [entry["metadata"]["reason"] for entry in by_sequence[1::2]]
        assert reasons == [f"{slug}-{number}" for number in range(0, COMMANDS_EACH, 2)]
        total += len(told)
    assert len(tally.acknowledged) == TENANTS * COMMANDS_EACH
    assert total == TENANTS * expected
    with capsys.disabled():
        print(
            f"\n  kill -9 {victim}, seed {seed}, after {moment} commands: "
            f"{len(tally.acknowledged)} acknowledged, {tally.retried} retried, "
            f"refused {tally.refused}, {total} entries, 0 lost, 0 twice"
        )


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("victim", ["audit", "nats", "database"])
async def test_kill_under_entries(stack: RunningStack, victim: str, seed: int, capsys: Any):
    """5,000 entries flow, one kill -9: each is stored exactly once, none that was not sent."""
    dice = random.Random(f"entries-{victim}-{seed}")
    source = f"load-{victim}-{seed}"
    moment = dice.randrange(500, ENTRIES - 500)
    sent: list[int] = []
    line = await connect(stack.nats_url, name="load")

    async def send() -> None:
        for start in range(0, ENTRIES, 100):
            await _append(line, source, range(start, start + 100))
            sent.extend(range(start, start + 100))

    async def count_sent() -> int:
        return len(sent)

    work = asyncio.create_task(send())
    await eventually(count_sent, until=lambda count: count >= moment, timeout_seconds=60)
    process = stack.processes[victim]
    await asyncio.to_thread(process.kill)
    await asyncio.to_thread(process.start)
    await work
    stored = await _stored(stack, source)
    await line.drain()
    assert sorted(stored) == [f"{number:05}" for number in range(ENTRIES)]
    with capsys.disabled():
        print(
            f"\n  kill -9 {victim}, seed {seed}, after {moment} entries: "
            f"{len(sent)} acknowledged, {len(stored)} stored, 0 lost, 0 twice"
        )


async def _append(line: Connection, source: str, numbers: range) -> None:
    """Append until each is acknowledged; the message id makes trying again safe."""
    waiting = list(numbers)
    while waiting:
        results = await line.append_many(
            [
                Publication(
                    subject=f"audit.{source}._.load.tested",
                    payload=json.dumps({"externalId": f"{number:05}"}).encode(),
                    message_id=f"{source}-{number:05}",
                )
                for number in waiting
            ]
        )
        failed = [
            number
            for number, result in zip(waiting, results, strict=True)
            if isinstance(result, Fault)
        ]
        if failed:
            await asyncio.sleep(0.05)
        waiting = failed


async def _stored(stack: RunningStack, source: str) -> list[str]:
    """Return the external ids of all stored entries of a source, once nothing more arrives."""
    from pymongo import AsyncMongoClient  # noqa: PLC0415

    async with AsyncMongoClient[dict[str, Any]](stack.mongo_url, tz_aware=True) as client:
        entries = client["audit"]["entries"]

        async def count() -> int:
            return await entries.count_documents({"source": source})

        await eventually(count, until=lambda seen: seen >= ENTRIES, timeout_seconds=60)
        found = await entries.find({"source": source}, {"externalId": 1}).to_list()
        return [entry["externalId"] for entry in found]
