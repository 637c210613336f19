"""The whole path of a read against the shortest one that could be, in turns."""

import statistics
from collections.abc import Sequence
from typing import Any

import httpx2
import load
from bare_path import bare_path
from devstack.running import RunningStack

ROUNDS = 5


async def measure(stack: RunningStack) -> list[dict[str, Any]]:
    """Return a row: requests/s of both, and their ratio."""
    headers = {"Authorization": f"Bearer {stack.token('operator')}"}
    async with httpx2.AsyncClient(base_url=stack.gateway_url, headers=headers) as client:
        await client.post("/tenants", json={"slug": "bench", "name": "Bench", "plan": "business"})
        constant = (await client.get("/tenants/bench")).text
    bare, whole = await in_turns(stack, "/tenants/bench", constant, headers=headers)
    return [row("GET /tenants/{slug}, whole path", bare, whole, goal=">= 0.50")]


async def in_turns(
    stack: RunningStack, path: str, constant: str, *, headers: dict[str, str], body: bytes = b""
) -> tuple[list[load.Load], list[load.Load]]:
    """Load the shortest path, with a constant reply, and ours; return both."""
    sent: dict[str, Any] = {"headers": headers, "body": body}
    bare, whole = [], []
    async with bare_path(stack, constant) as port:
        for _ in range(ROUNDS):
            bare.append(await load.run(port, "/bare/bench", **sent))
            whole.append(await load.run(stack.layout.gateway_port, path, **sent))
    return bare, whole


def row(
    what: str, bare: Sequence[load.Load], whole: Sequence[load.Load], *, goal: str
) -> dict[str, Any]:
    """Return requests/s of both, and their ratio."""
    failures = sum(one.failures for one in [*bare, *whole])
    ratios = [mine.rate / base.rate for mine, base in zip(whole, bare, strict=True)]
    return {
        "what": what,
        "measured": f"{statistics.median(one.rate for one in whole):,.0f} requests/s",
        "baseline": f"{statistics.median(one.rate for one in bare):,.0f} requests/s bare",
        "ratio": statistics.median(ratios),
        "spread": f"{min(ratios):.2f}-{max(ratios):.2f}",
        "goal": goal,
        "note": f"{failures} failed",
    }
