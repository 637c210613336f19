"""The whole path of a read against the shortest one that could be, in turns."""

import statistics
from typing import Any

import httpx2
import load
from bare_path import bare_path
from devstack.running import RunningStack

ROUNDS = 5


async def measure(stack: RunningStack) -> list[dict[str, Any]]:
    """Return a row: requests/s of both, and their ratio."""
    token = stack.token("operator")
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx2.AsyncClient(base_url=stack.gateway_url, headers=headers) as client:
        await client.post("/tenants", json={"slug": "bench", "name": "Bench", "plan": "business"})
        constant = (await client.get("/tenants/bench")).text
    bare, whole = [], []
    async with bare_path(stack, constant) as port:
        for _ in range(ROUNDS):
            bare.append(await load.run(port, "/bare/bench", headers=headers))
            whole.append(
                await load.run(stack.layout.gateway_port, "/tenants/bench", headers=headers)
            )
    failures = sum(one.failures for one in bare + whole)
    ratios = [mine.rate / base.rate for mine, base in zip(whole, bare, strict=True)]
    return [
        {
            "what": "GET /tenants/{slug}, whole path",
            "measured": f"{statistics.median(one.rate for one in whole):,.0f} requests/s",
            "baseline": f"{statistics.median(one.rate for one in bare):,.0f} requests/s bare",
            "ratio": statistics.median(ratios),
            "spread": f"{min(ratios):.2f}-{max(ratios):.2f}",
            "goal": ">= 0.50",
            "note": f"{failures} failed",
        }
    ]
