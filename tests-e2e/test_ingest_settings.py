"""Sources run under other settings: switched off, with a token that is rotated, with a webhook."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
from devstack import upstreams
from devstack.ingest import IDENTITY_API_TOKEN
from devstack.ports import free_port
from devstack.processes import Process
from devstack.running import RunningStack
from devstack.waiting import eventually

pytestmark = pytest.mark.slow
Started = Callable[..., Any]
SECRET = "a-shared-secret"


@pytest.fixture
def instead(stack: RunningStack) -> Started:
    """Give a way to run a source's service with other settings, in the place of the stack's own."""

    @asynccontextmanager
    async def run(source: str, **environment: str) -> AsyncIterator[Process]:
        own = stack.processes[f"ingest_{source}"]
        program = own.program
        other = Process(
            replace(program, environment={**program.environment, **environment}, ports=())
        )
        await asyncio.to_thread(own.stop)
        await asyncio.to_thread(other.start)
        try:
            yield other
        finally:
            await asyncio.to_thread(other.stop)
            await asyncio.to_thread(own.start)

    return run


async def source(operator: Any, name: str) -> dict[str, Any]:
    """Return a source as operators see it."""
    answer = await operator.send("GET", f"/ingest/{name}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def told_of(operator: Any, prefix: str) -> Counter[str]:
    """Count authentik's entries by the name that was typed."""
    entries = await operator.entries(source="authentik", action="authentik.login_failed")
    names = [one["resourceName"] for one in entries]
    return Counter(name for name in names if name.startswith(prefix))


async def test_switched_off(stack: RunningStack, people: dict[str, Any], instead: Started):
    """A source that is switched off takes nothing, says so, and disturbs no other."""
    operator = people["operator"]
    async with instead("stalwart", INGEST_STALWART_ENABLED="false", INGEST_STALWART_SECRETS="[]"):
        assert (await source(operator, "stalwart"))["state"] == "off"
        with pytest.raises(httpx2.ConnectError):
            upstreams.push(stack.layout, upstreams.stalwart_events(1))
        refused = await operator.send("POST", "/ingest/stalwart/pause", {"reason": "why not"})
        assert (refused.status_code, refused.json()["reason"]) == (409, "source_switched_off")
        upstreams.write_failed_logins(stack.layout, ["off-1"])

        async def others() -> Counter[str]:
            return await told_of(operator, "off-")

        assert await eventually(others) == {"off-1": 1}
    assert upstreams.push(stack.layout, upstreams.stalwart_events(1)).status_code == 200


async def test_token_rotated(
    stack: RunningStack, people: dict[str, Any], instead: Started, tmp_path: Path
):
    """A refused token is on the health page; a new one in the file is taken without a restart."""
    operator = people["operator"]
    file = tmp_path / "token"
    file.write_text("the-old-one", encoding="utf-8")

    async def problem() -> str:
        return str((await source(operator, "authentik"))["problem"])

    async def card() -> dict[str, Any]:
        await operator.send("POST", "/health/targets/ingest-authentik/probe", {})
        items = (await operator.send("GET", "/health/platform")).json()["items"]
        return next(one for one in items if one["id"] == "ingest-authentik")

    async with instead(
        "authentik",
        INGEST_AUTHENTIK_TOKEN_FILE=str(file),
        # Only the new token can bring the next poll about in time.
        INGEST_AUTHENTIK_INTERVAL_SECONDS="600",
        INGEST_AUTHENTIK_LEASE_SECONDS="1",
    ) as running:
        upstreams.write_failed_logins(stack.layout, ["rotated-1", "rotated-2"])
        assert "refuses the token (403)" in await eventually(problem, until=bool)
        shown = await eventually(card, until=lambda one: one["status"] == "bad")
        assert "refuses the token (403)" in shown["error"]
        figures = (await operator.client.get("/metrics")).text
        assert 'dezky_ingest_errors_total{source="authentik"' in figures
        process = running.pid

        file.write_text(IDENTITY_API_TOKEN, encoding="utf-8")

        async def told() -> Counter[str]:
            return await told_of(operator, "rotated-")

        assert await eventually(told, until=lambda seen: len(seen) == 2) == {
            "rotated-1": 1,
            "rotated-2": 1,
        }
        await eventually(problem, until=lambda seen: not seen)
        await eventually(card, until=lambda one: one["status"] in {"ok", "warn"})
        assert (running.pid, running.is_running) == (process, True)


async def test_webhook_beside_the_poll(
    stack: RunningStack, people: dict[str, Any], instead: Started
):
    """What the webhook and the poll both tell stands on the timeline once."""
    operator = people["operator"]
    port = free_port()
    url = f"http://127.0.0.1:{port}/ingest/authentik/webhook"

    def events() -> list[dict[str, Any]]:
        answer = httpx2.get(
            f"{stack.identity_url}/api/v3/events/events/",
            params={"page_size": 100, "ordering": "-created"},
            headers={"Authorization": f"Bearer {IDENTITY_API_TOKEN}"},
            trust_env=False,
        )
        found: list[dict[str, Any]] = answer.json()["results"]
        return [one for one in found if one["context"].get("username", "").startswith("hook-")]

    async with instead(
        "authentik",
        INGEST_AUTHENTIK_WEBHOOK_SECRET=SECRET,
        INGEST_AUTHENTIK_PORT=str(port),
    ):
        names = [f"hook-{number}" for number in range(30)]
        upstreams.write_failed_logins(stack.layout, names)
        before = (await source(operator, "authentik"))["published"]
        async with httpx2.AsyncClient(trust_env=False) as client:

            async def push(event: dict[str, Any]) -> int:
                try:
                    answer = await client.post(
                        url,
                        content=json.dumps({"event": event}),
                        headers={"Authorization": f"Bearer {SECRET}"},
                    )
                except httpx2.TransportError:
                    return 0
                return answer.status_code

            for event in events():

                async def pushed(event: dict[str, Any] = event) -> int:
                    return await push(event)

                assert await eventually(pushed) == 200

        async def published() -> float:
            return float((await source(operator, "authentik"))["published"])

        # Both have told all of them.
        await eventually(published, until=lambda seen: seen >= before + 60)

        async def told() -> Counter[str]:
            return await told_of(operator, "hook-")

        assert await eventually(told, until=lambda seen: len(seen) == 30) == dict.fromkeys(names, 1)
