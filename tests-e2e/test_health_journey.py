"""A server is stopped and started again, and everybody can see it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from devstack.redis import RedisServer
from devstack.running import RunningStack
from devstack.waiting import eventually

pytestmark = pytest.mark.slow


@pytest.fixture
def redis(tmp_path: Path) -> AsyncIterator[RedisServer]:
    """Give a real Redis, started."""
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.stop()


async def look(person: Any) -> dict[str, Any]:
    """Return the platform's health as this person sees it."""
    answer = await person.client.get("/health/platform")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def card(person: Any, target: str) -> dict[str, Any]:
    """Return one target's card."""
    return next(one for one in (await look(person))["items"] if one["id"] == target)


async def probe(operator: Any, target: str, times: int) -> None:
    """Probe now, so that nobody waits for the schedule."""
    for _ in range(times):
        answer = await operator.send("POST", f"/health/targets/{target}/probe", {})
        assert answer.status_code == 200, answer.text


@pytest_asyncio.fixture
async def ten(people: dict[str, Any], redis: RedisServer) -> AsyncIterator[Any]:
    """Give an operator whose platform has ten services: nine of the stack and Redis."""
    operator = people["operator"]
    body = {"id": "redis-here", "name": "Redis", "kind": "redis", "address": redis.url}
    answer = await operator.send("POST", "/health/targets", body | {"intervalSeconds": 60})
    assert answer.status_code == 201, answer.text
    await probe(operator, "redis-here", 1)
    yield operator
    await operator.send("DELETE", "/health/targets/redis-here")


async def test_health_journey(ten: Any, people: dict[str, Any], redis: RedisServer):
    """Stopping Redis is seen on its card, in the subtitle, as an incident, and on every page."""
    operator, member, stranger = ten, people["acme-admin"], people["stranger"]
    green = await eventually(
        lambda: look(operator), until=lambda seen: seen["summary"] == "10 / 10 services live"
    )
    assert green["status"] in {"ok", "warn"}
    assert (await card(operator, "stalwart"))["status"] == "not_configured"
    assert (await card(operator, "jitsi"))["status"] == "planned"

    async with member.client.stream("GET", "/health/events") as events:
        lines = events.aiter_lines()
        assert await anext(lines) == "event: platform"
        redis.stop()
        await probe(operator, "redis-here", 3)
        async with asyncio.timeout(20):
            assert any([line == "event: status_changed" async for line in first(lines, 8)])

    down = await card(operator, "redis-here")
    assert (down["status"], down["error"]) == ("bad", "connection refused")
    assert (await look(operator))["summary"] == "9 / 10 services live"
    seen = await card(member, "redis-here")
    assert (seen["status"], seen.get("error", ""), seen.get("address", "")) == ("bad", "", "")

    async def incidents() -> list[dict[str, Any]]:
        answer = await operator.client.get("/health/incidents", params={"state": "open"})
        return [one for one in answer.json()["items"] if one.get("targetId") == "redis-here"]

    (incident,) = await eventually(incidents)
    assert incident["title"] == "Redis is down"

    page = await stranger.client.get("/status")
    assert page.status_code == 200
    assert "Redis is down" in page.text
    assert "<script" not in page.text
    assert redis.url not in page.text
    feed = await stranger.client.get("/status/feed.rss")
    assert "<title>Redis is down</title>" in feed.text
    badge = await stranger.client.get("/health/badges/redis-here.svg")
    assert (badge.headers["content-type"][:13], ">down<" in badge.text) == ("image/svg+xml", True)
    assert (await stranger.client.get("/health/platform")).status_code == 401
    figures = await operator.client.get("/metrics")
    assert 'dezky_target_up{target="redis-here",group="",kind="redis"} 0' in figures.text
    assert 'dezky_stream_pending{stream="AUDIT",durable="audit"}' in figures.text
    assert (await member.client.get("/metrics")).status_code == 403

    redis.start()
    await probe(operator, "redis-here", 2)
    assert (await look(operator))["summary"] == "10 / 10 services live"
    await eventually(incidents, until=lambda open_ones: not open_ones)

    async def entries() -> list[str]:
        told = await operator.entries(action="incident.*")
        return [one["action"] for one in told if one["resourceId"] == incident["id"]]

    changed = await eventually(entries, until=lambda seen: len(seen) == 2)
    assert changed == ["incident.opened", "incident.closed"]


async def test_heartbeat(people: dict[str, Any]):
    """A heartbeat needs its key and nothing else."""
    operator, stranger = people["operator"], people["stranger"]
    body = {"id": "backup", "name": "Backup", "kind": "heartbeat", "intervalSeconds": 60}
    path = (await operator.send("POST", "/health/targets", body)).json()["heartbeatPath"]
    assert (await stranger.send("POST", path[:-1] + "-", {})).status_code == 404
    assert (await stranger.send("POST", path, {})).status_code == 200
    await probe(operator, "backup", 1)
    assert (await card(operator, "backup"))["status"] == "ok"
    failed = await stranger.send("POST", path, {"status": "bad", "message": "disk full"})
    assert failed.status_code == 200
    await probe(operator, "backup", 1)
    assert (await card(operator, "backup"))["error"] == "disk full"
    await operator.send("DELETE", "/health/targets/backup")


async def test_fleet(people: dict[str, Any]):
    """Every service of the stack is on the bus view, with what waits in the streams."""
    answer = await people["operator"].client.get("/health/fleet")
    told = answer.json()
    running = {one["service"] for one in told["instances"] if one["status"] == "running"}
    assert {"tenant", "audit", "gateway", "health"} <= running
    assert ("AUDIT", "audit") in {(one["stream"], one["durable"]) for one in told["streams"]}


async def test_who_left(stack: RunningStack, people: dict[str, Any]):
    """An instance that was killed has vanished; one that was stopped has drained."""
    process = stack.processes["partner"]

    async def partners() -> dict[str, str]:
        told = (await people["operator"].client.get("/health/fleet")).json()["instances"]
        return {one["id"]: one["status"] for one in told if one["service"] == "partner"}

    async def running() -> str:
        seen = await eventually(partners, until=lambda told: "running" in told.values())
        return next(identity for identity, status in seen.items() if status == "running")

    async def leaves(status: str) -> None:
        identity = await running()
        await asyncio.to_thread(process.kill if status == "vanished" else process.stop)
        try:
            await eventually(
                partners, until=lambda told: told[identity] == status, timeout_seconds=60
            )
        finally:
            await asyncio.to_thread(process.start)

    await leaves("vanished")
    await leaves("drained")


async def first(lines: Any, count: int) -> AsyncIterator[str]:
    """Give so many lines."""
    for _ in range(count):
        yield await anext(lines)
