"""The platform's health against the same bytes from a constant: on the bus and over HTTP."""

import statistics
import time
from typing import Any

import load
from bare import SUBJECT
from bare_path import bare_path
from bus import Connection, connect
from contracts.health.v1 import GET_PLATFORM_HEALTH
from devstack.running import RunningStack

CALLS = 300
ROUNDS = 7
_PATH = "/health/platform"


async def measure(stack: RunningStack) -> list[dict[str, Any]]:
    """Return a row for the rpc's time, and one for requests/s over HTTP."""
    line = await connect(stack.nats_url, name="bench")
    constant = (await line.request(GET_PLATFORM_HEALTH.subject, b"{}")).payload
    headers = {"Authorization": f"Bearer {stack.token('operator')}"}
    mine, times, rates = [], [], []
    async with bare_path(stack, constant.decode()) as port:
        for _ in range(ROUNDS):
            base = await _milliseconds(line, SUBJECT)
            mine.append(await _milliseconds(line, GET_PLATFORM_HEALTH.subject))
            times.append(mine[-1] / base)
        for _ in range(ROUNDS):
            bare = await load.run(port, "/bare/health", headers=headers, seconds=2.0)
            whole = await load.run(stack.layout.gateway_port, _PATH, headers=headers, seconds=2.0)
            rates.append((whole.rate / bare.rate, whole))
    await line.drain()
    size = f"{len(constant)} bytes"
    ratios = [ratio for ratio, _ in rates]
    rate = statistics.median(whole.rate for _, whole in rates)
    failures = sum(whole.failures for _, whole in rates)
    return [
        _row("health.get_platform_health", f"{statistics.median(mine):.2f} ms", times, "1", size),
        _row(
            f"GET {_PATH}, whole path",
            f"{rate:,.0f} requests/s",
            ratios,
            ">= 0.50",
            f"{size}, {failures} failed",
        ),
    ]


async def _milliseconds(line: Connection, subject: str) -> float:
    spent = []
    for _ in range(CALLS):
        started = time.perf_counter()
        await line.request(subject, b"{}")
        spent.append(1000 * (time.perf_counter() - started))
    return statistics.median(spent)


def _row(what: str, measured: str, ratios: list[float], goal: str, note: str) -> dict[str, Any]:
    return {
        "what": what,
        "measured": measured,
        "baseline": "the same bytes, bare",
        "ratio": statistics.median(ratios),
        "spread": f"{min(ratios):.2f}-{max(ratios):.2f}",
        "goal": goal,
        "note": note,
    }
