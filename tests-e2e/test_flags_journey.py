"""A flag's life over HTTP: made, targeted, rolled out, killed; seen by evaluators and auditors."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from bus import Connection
from devstack.running import RunningStack
from devstack.waiting import eventually
from flags import Flags

pytestmark = pytest.mark.slow

KEY = "voyage"


@pytest_asyncio.fixture
async def watcher(line: Connection) -> AsyncIterator[Flags]:
    """Give what any service of ours watches."""
    flags = await Flags.watch(line)
    yield flags
    await flags.stop()


@pytest_asyncio.fixture
async def tenants(people: dict[str, Any]) -> Any:
    """Give the operator, with two tenants of which one has a member."""
    operator = people["operator"]
    for slug, plan in (("voyager", "enterprise"), ("stayer", "starter")):
        await operator.send("POST", "/tenants", {"slug": slug, "name": slug, "plan": plan})
    body = {"email": "member@acme.localhost", "role": "member"}
    assert (await operator.send("POST", "/tenants/voyager/users", body)).is_success
    return operator


async def change(operator: Any, **fields: Any) -> None:
    """Change the flag as it is now."""
    held = await operator.send("GET", f"/flags/{KEY}")
    answer = await operator.send("PATCH", f"/flags/{KEY}", fields, If_Match=held.headers["etag"])
    assert answer.status_code == 200, answer.text


async def test_from_first_to_last(people: dict[str, Any], tenants: Any, watcher: Flags):
    """Create, target, preview, roll out, kill, remove: decided alike everywhere, told in order."""
    operator, member = tenants, people["acme-member"]
    made = await operator.send("POST", "/flags", {"key": KEY, "description": "Sails"})
    assert (made.status_code, made.headers["location"]) == (201, f"/flags/{KEY}")

    draft = {"state": "targeted", "scope": {"plans": ["enterprise"]}}

    async def preview() -> Any:
        answer = await operator.send("POST", f"/flags/{KEY}/preview", draft)
        return [one["tenantSlug"] for one in answer.json()["items"]]

    await eventually(preview, until=lambda seen: "voyager" in seen and "stayer" not in seen)
    await change(operator, **draft, note="first")

    async def watched() -> tuple[bool, bool]:
        return watcher.enabled(KEY, "voyager"), watcher.enabled(KEY, "stayer")

    await eventually(watched, until=lambda seen: seen == (True, False))
    await change(operator, state="rollout", pct=100, scope={}, note="everybody")
    await eventually(watched, until=lambda seen: seen == (True, True))

    async def mine() -> Any:
        return await member.send("POST", "/flags/evaluate", {"tenantSlug": "voyager"})

    seen = await eventually(mine, until=lambda answer: answer.is_success)
    assert seen.json()[KEY] is True
    others = await member.send("POST", "/flags/evaluate", {"tenantSlug": "stayer"})
    assert (others.status_code, others.json()["reason"]) == (404, "tenant_not_found")
    shown = (await member.send("GET", f"/flags/{KEY}")).json()
    assert (shown["description"], shown["rules"], shown["history"]) == ("Sails", [], [])
    assert "scope" not in shown
    explained = await operator.send("GET", f"/flags/{KEY}/explain?tenantSlug=voyager")
    told = explained.json()
    assert (told["value"], told["reason"], told["rule"]) == (True, "SPLIT", "pct")

    killed = await operator.send("POST", f"/flags/{KEY}/kill", {"reason": "It sinks"})
    assert (killed.json()["state"], killed.json()["pct"]) == ("off", 0)
    await eventually(watched, until=lambda seen: seen == (False, False))
    assert watcher.evaluate(KEY, "voyager").reason == "DISABLED"
    await change(operator, state="on", note="repaired")
    assert (await operator.send("DELETE", f"/flags/{KEY}?note=over")).is_success

    async def entries() -> list[dict[str, Any]]:
        return [one for one in await operator.entries(action="flag.*") if one["resourceId"] == KEY]

    timeline = await eventually(entries, until=lambda found: len(found) == 6)
    assert [(one["action"], one["metadata"].get("note")) for one in timeline] == [
        ("flag.created", None),
        ("flag.updated", "first"),
        ("flag.updated", "everybody"),
        ("flag.killed", "It sinks"),
        ("flag.updated", "repaired"),
        ("flag.removed", "over"),
    ]
    assert {one["actorEmail"] for one in timeline} == {"operator@dezky.localhost"}


async def test_a_ramp_survives_kills(stack: RunningStack, tenants: Any, watcher: Flags):
    """Killed at any moment, the service makes every step, each once."""
    operator = tenants
    await operator.send("POST", "/flags", {"key": "climb"})
    shares = [1, 5, 25, 50, 75, 100]
    body = {"steps": [{"pct": pct, "holdSeconds": 1} for pct in shares]}
    started = await operator.send("POST", "/flags/climb/ramps", body)
    assert started.status_code == 200, started.text
    process = stack.processes["flag"]
    for _ in range(2):
        await asyncio.to_thread(process.kill)
        await asyncio.to_thread(process.start)

    async def schedule() -> Any:
        answer = await operator.send("GET", f"/schedules/{started.json()['id']}")
        return answer.json() if answer.is_success else {}

    done = await eventually(
        schedule, until=lambda seen: seen.get("state") == "done", timeout_seconds=60
    )
    assert done["done"] == len(shares)

    async def steps() -> list[float]:
        told = await operator.entries(action="flag.updated", source="flag")
        mine = [one for one in told if one["resourceId"] == "climb"]
        return [one["metadata"]["changes"]["pct"]["after"] for one in mine]

    assert await eventually(steps, until=lambda seen: len(seen) >= len(shares)) == shares

    async def everybody() -> bool:
        return watcher.enabled("climb", "stayer")

    await eventually(everybody)
