"""A hundred flags evaluated over HTTP against the shortest path that carries the same bytes."""

import json
from typing import Any

import gateway_path
import httpx2
from devstack.running import RunningStack
from devstack.waiting import eventually

FLAGS = 100
_PLAN = {"scope": {"plans": ["business"]}}
_ENGINES = [{"name": name, "payload": {"engine": name}} for name in ("old", "new")]
# A mixture, as an installation has one.
_KINDS: list[dict[str, Any]] = [
    {"state": "on"},
    {"state": "off"},
    {"state": "targeted", **_PLAN},
    {"state": "rollout", "pct": 50},
    {"state": "rollout", "pct": 50, **_PLAN},
    {"state": "on", "kind": "variants", "variants": _ENGINES},
]


async def measure(stack: RunningStack) -> list[dict[str, Any]]:
    """Return a row for each of the two ways to ask."""
    headers = {"Authorization": f"Bearer {stack.token('operator')}"}
    asked = {
        "/flags/evaluate": {"tenantSlug": "bench", "context": {"country": "NO"}},
        "/ofrep/v1/evaluate/flags": {"context": {"targetingKey": "bench", "country": "NO"}},
    }
    rows = []
    async with httpx2.AsyncClient(base_url=stack.gateway_url, headers=headers) as client:
        await _make(client)
        for path, body in asked.items():
            constant = (await client.post(path, json=body)).raise_for_status().text
            sent = json.dumps(body).encode()
            bare, whole = await gateway_path.in_turns(
                stack, path, constant, headers=headers, body=sent
            )
            what = f"POST {path}, {FLAGS} flags"
            rows.append(gateway_path.row(what, bare, whole, goal=">= 0.60"))
    return rows


async def _make(client: httpx2.AsyncClient) -> None:
    await client.post("/tenants", json={"slug": "bench", "name": "Bench", "plan": "business"})
    held = (await client.get("/flags?limit=1")).raise_for_status().json()["counts"]
    for number in range(FLAGS - sum(held.values())):
        flag = {"key": f"bench_{number:03}", **_KINDS[number % len(_KINDS)]}
        (await client.post("/flags", json=flag)).raise_for_status()

    async def known() -> int:
        body = {"context": {"targetingKey": "bench"}}
        answer = await client.post("/ofrep/v1/evaluate/flags", json=body)
        return len(answer.json()["flags"]) if answer.is_success else 0

    await eventually(known, until=lambda count: count == FLAGS)
