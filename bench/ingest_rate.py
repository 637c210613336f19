"""A backlog of each upstream into the stream, against the audit service's own rate."""

import asyncio
import json
import os
import signal
import time
from pathlib import Path
from typing import Any

from bus import Publication, connect
from devstack import upstreams
from devstack.running import RunningStack
from devstack.waiting import eventually
from footprint import resident_megabytes
from pymongo import AsyncMongoClient

EVENTS = 10_000
GIGABYTE = 1024**3
_BATCH = 500
_USER = "17b30e30-5b24-4d15-ab06-0000000be7c4"


async def measure(stack: RunningStack, *, audit_rate: float) -> list[dict[str, Any]]:
    """Return a row for each source, and one for the memory that a large log file costs."""
    ceiling = await _appended(stack)
    rows = []
    for source, produce in (("authentik", _authentik), ("stalwart", _stalwart), ("ocis", _ocis)):
        rate = await _caught_up(stack, source, produce)
        rows.append(
            {
                "what": f"ingest {source}, backlog of {EVENTS:,}",
                "measured": f"{rate:,.0f} events/s",
                "baseline": f"{audit_rate:,.0f} entries/s consumed",
                "ratio": rate / audit_rate,
                "spread": "",
                "goal": ">= 0.50",
                "note": f"the stream alone appends {ceiling:,.0f}/s",
            }
        )
    return [*rows, await _large_file(stack)]


async def _appended(stack: RunningStack) -> float:
    """Return the messages/s that the stream makes durable: nothing that ingests can be faster."""
    line = await connect(stack.nats_url, name="bench")
    messages = [
        Publication("audit.bench._.append.tested", b"{}" + b" " * 1500) for _ in range(2000)
    ]
    started = time.perf_counter()
    for start in range(0, len(messages), _BATCH):
        await line.append_batch(messages[start : start + _BATCH])
    spent = time.perf_counter() - started
    await line.drain()
    return len(messages) / spent


async def _caught_up(stack: RunningStack, source: str, produce: Any) -> float:
    """Return the events/s from the upstream into the stream.

    The audit service is paused meanwhile, as nothing was ingested while its own rate was measured:
    both are rates of one service that has the machine to itself.
    """
    audit = stack.processes["audit"].pid
    os.kill(audit, signal.SIGSTOP)
    try:
        if source == "stalwart":
            started = time.perf_counter()
            # Each answer comes once its batch is durable.
            await asyncio.to_thread(produce, stack)
            return EVENTS / (time.perf_counter() - started)
        return await _from_a_backlog(stack, source, produce)
    finally:
        os.kill(audit, signal.SIGCONT)


async def _from_a_backlog(stack: RunningStack, source: str, produce: Any) -> float:
    """Let the backlog build up while the service is stopped; its start is not what is measured."""
    process = stack.processes[f"ingest_{source}"]
    async with AsyncMongoClient[dict[str, Any]](stack.mongo_url, tz_aware=True) as client:
        positions = client[f"ingest_{source}"]["positions"]

        async def published() -> int:
            found = await positions.find_one({"_id": source})
            return int((found or {}).get("figures", {}).get("published", 0))

        await asyncio.to_thread(process.stop)
        before = await published()
        await asyncio.to_thread(produce, stack)
        await asyncio.to_thread(process.spawn)
        first = await eventually(published, until=lambda seen: seen > before, timeout_seconds=120)
        started = time.perf_counter()
        goal = before + EVENTS
        await eventually(published, until=lambda seen: seen >= goal, timeout_seconds=240)
        return (goal - first) / (time.perf_counter() - started)


def _names() -> list[str]:
    return [f"bench-{number:05}" for number in range(EVENTS)]


def _authentik(stack: RunningStack) -> None:
    upstreams.write_failed_logins(stack.layout, _names())


def _stalwart(stack: RunningStack) -> None:
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    names = _names()
    for start in range(0, EVENTS, _BATCH):
        events = [
            {"id": "1", "createdAt": at, "type": "auth.failed", "data": {"accountName": name}}
            for name in names[start : start + _BATCH]
        ]
        upstreams.push(stack.layout, events).raise_for_status()


def _ocis(stack: RunningStack) -> None:
    line = json.loads(upstreams.ocis_line("file_create", user=_USER, number=0))
    text = "".join(f"{json.dumps(line | {'Path': name})}\n" for name in _names())
    with stack.layout.ocis_audit_path.open("a", encoding="utf-8") as log:
        log.write(text)


async def _large_file(stack: RunningStack) -> dict[str, Any]:
    """Read one gigabyte of lines that make no entry; return what that does to the memory."""
    process = stack.processes["ingest_ocis"]
    pid = process.pid
    before = peak = resident_megabytes(pid)
    line = upstreams.ocis_line("file_read", user=_USER, number=1) + "\n"
    await asyncio.to_thread(_fill, stack.layout.ocis_audit_path, line.encode())
    size = stack.layout.ocis_audit_path.stat().st_size
    started = time.perf_counter()
    async with AsyncMongoClient[dict[str, Any]](stack.mongo_url) as client:
        positions = client["ingest_ocis"]["positions"]

        async def offset() -> int:
            nonlocal peak
            peak = max(peak, resident_megabytes(pid))
            found = await positions.find_one({"_id": "ocis"})
            return int((found or {}).get("cursor", {}).get("current", {}).get("offset", 0))

        await eventually(offset, until=lambda seen: seen >= size, timeout_seconds=300)
    spent = time.perf_counter() - started
    return {
        "what": "ingest ocis, memory over a log of 1 GB",
        "measured": f"{peak:.0f} MB at most",
        "baseline": f"{before:.0f} MB before",
        "ratio": peak / before,
        "spread": "",
        "goal": "<= 1.20",
        "note": f"{size / spent / 1024**2:,.0f} MB/s",
    }


def _fill(path: Path, line: bytes) -> None:
    block = line * (1024 * 1024 // len(line))
    with path.open("ab") as log:
        for _ in range(GIGABYTE // len(block)):
            log.write(block)
