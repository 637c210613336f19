"""Entries offered at 5,000/s, whatever becomes of them: none lost, memory bounded, lag to zero."""

import time
from collections import Counter
from dataclasses import dataclass
from typing import Any

from audit_rate import publication
from bus import Connection, connect
from devstack.running import RunningStack
from pacing import paced
from peaks import forget_peak, peak_megabytes
from pymongo import AsyncMongoClient
from quiet import all_sealed, all_stored

RATE, SECONDS = 5_000, 30.0
_BATCH = 250


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
    """Return rows: nothing lost, memory, lag."""
    line = await connect(stack.nats_url, name="bench")
    async with AsyncMongoClient[dict[str, Any]](stack.mongo_url, tz_aware=True) as mongo:
        flood = await _flooded(stack, line, mongo, seconds)
    await line.drain()
    return _rows(flood, seconds)


async def _flooded(stack: RunningStack, line: Connection, mongo: Any, seconds: float) -> Flood:
    """Offer at the rate, wait until nothing waits, count what is stored."""
    pid, offered = stack.processes["audit"].pid, int(RATE * seconds)
    # Made before, for who makes them takes processor time, too.
    made = [publication("flood", number) for number in range(offered)]
    forget_peak(pid)
    before = midway = peak_megabytes(pid)
    started = time.perf_counter()
    async for number in paced(offered, _BATCH, RATE):
        await line.append_batch(made[number.start : number.stop])
        if number.start < offered // 2:
            midway = peak_megabytes(pid)
    ended = time.perf_counter()
    await all_stored(line)
    caught_up = time.perf_counter()
    await all_sealed(mongo)
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


def _rows(flood: Flood, seconds: float) -> list[dict[str, Any]]:
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
