"""The audit service's own rate against raw inserts into the same collection, in turns."""

import json
import os
import signal
import statistics
import time
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from bus import Publication, connect
from chassis.ids import uuid7
from devstack.running import RunningStack
from pymongo import AsyncMongoClient
from quiet import all_stored

ENTRIES = 20_000
ROUNDS = 5
BATCH = 500
_SOURCE, _RAW = "bench", "raw"


def _tenant(number: int) -> str:
    return f"tenant{number % 40}"


def publication(source: str, number: int) -> Publication:
    """Make the entry of a paid invoice, of one of forty tenants."""
    body = {
        "id": uuid7(),
        "actorType": "user",
        "actorId": f"user-{number % 97}",
        "actorEmail": f"person{number % 97}@{_tenant(number)}.example",
        "actorIp": "192.0.2.17",
        "resourceType": "invoice",
        "resourceId": f"{number}",
        "resourceName": f"Invoice {number}",
        "externalId": f"{source}-{number}",
        "traceId": f"{number:032x}",
        "metadata": {"amountMinor": number, "currency": "EUR"},
    }
    return Publication(
        subject=f"audit.{source}.{_tenant(number)}.invoice.paid",
        payload=json.dumps(body).encode(),
        message_id=str(body["id"]),
    )


async def _consumed(stack: RunningStack, turn: int, entries: Any) -> float:
    """Let a backlog build up while the service is paused; return the entries/s it then stores."""
    line = await connect(stack.nats_url, name="bench")
    pid, first, end = stack.processes["audit"].pid, turn * ENTRIES, (turn + 1) * ENTRIES
    os.kill(pid, signal.SIGSTOP)
    try:
        for start in range(first, end, 1000):
            await line.append_many(
                [publication(_SOURCE, number) for number in range(start, start + 1000)]
            )
    finally:
        started = time.perf_counter()
        os.kill(pid, signal.SIGCONT)
    # Not asked of the database: counting, it would be busy with that.
    await all_stored(line)
    spent = time.perf_counter() - started
    await line.drain()
    stored = await entries.count_documents({"source": _SOURCE})
    if stored != end:
        raise AssertionError(f"{stored} of {end} entries are stored")
    return ENTRIES / spent


async def _inserted(entries: Any, documents: Sequence[dict[str, Any]]) -> float:
    """Return the documents/s of raw `insert_many` beside those that are there; they go again."""
    copies = [
        {**one, "_id": uuid7(), "source": _RAW, "event": f"{_RAW}:{number}"}
        for number, one in enumerate(documents)
    ]
    started = time.perf_counter()
    for start in range(0, len(copies), BATCH):
        await entries.insert_many(copies[start : start + BATCH], ordered=False)
    spent = time.perf_counter() - started
    await entries.delete_many({"source": _RAW})
    return len(copies) / spent


def rate_of(rows: list[dict[str, Any]]) -> float:
    """Return the entries/s that `measure` found, for others to compare with."""
    return float(rows[0]["measured"].split()[0].replace(",", ""))


async def measure(stack: RunningStack) -> list[dict[str, Any]]:
    """Return a row: entries/s of both, and their ratio."""
    async with AsyncMongoClient(stack.mongo_url, tz_aware=True) as client:
        entries = client["audit"]["entries"]
        # What raw inserts are made of. From then on people are known, as they are to a service
        # that has run for a day.
        await _consumed(stack, 0, entries)
        documents = await entries.find({"source": _SOURCE}).to_list()
        mine, raw = [], [await _inserted(entries, documents)]
        for turn in range(1, ROUNDS + 1):
            mine.append(await _consumed(stack, turn, entries))
            raw.append(await _inserted(entries, documents))
    # Each against what came just before and just after it: a shared machine is now fast, now slow.
    beside = [statistics.mean(two) for two in pairwise(raw)]
    ratios = [rate / base for rate, base in zip(mine, beside, strict=True)]
    return [
        {
            "what": f"audit consumption, backlog of {ENTRIES:,}",
            "measured": f"{statistics.median(mine):,.0f} entries/s",
            "baseline": f"{statistics.median(raw):,.0f} raw insert_many/s",
            "ratio": statistics.median(ratios),
            "spread": f"{min(ratios):.2f}-{max(ratios):.2f}",
            "goal": ">= 0.70",
            "note": "publish to stored and indexed",
        }
    ]
