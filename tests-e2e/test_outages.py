"""The bus or the database is down: an answer at once, nothing half-written, and recovery."""

import asyncio
from typing import Any

import pytest
from devstack.running import RunningStack
from devstack.waiting import eventually

pytestmark = pytest.mark.slow


async def _works(operator: Any, slug: str) -> None:
    async def created() -> int:
        answer = await operator.send("POST", "/tenants", {"slug": slug, "name": slug})
        return int(answer.status_code)

    await eventually(created, until=lambda status: status in {201, 409})


async def test_bus_down(stack: RunningStack, people: dict[str, Any]):
    """Commands answer 503 with Retry-After while the bus is away, and work again after."""
    operator = people["operator"]
    await _works(operator, "outage-bus-before")
    nats = stack.processes["nats"]
    await asyncio.to_thread(nats.kill)
    try:

        async def attempt() -> Any:
            return await operator.send(
                "POST", "/tenants", {"slug": "outage-bus-during", "name": "During"}
            )

        answer = await eventually(attempt, until=lambda seen: seen.status_code == 503)
        assert int(answer.headers["Retry-After"]) >= 1
        assert answer.headers["Content-Type"] == "application/problem+json"
        health = await people["stranger"].send("GET", "/health")
        assert health.status_code == 503
        assert stack.processes["gateway"].is_running
    finally:
        await asyncio.to_thread(nats.start)
    await _works(operator, "outage-bus-after")


async def test_database_down(stack: RunningStack, people: dict[str, Any]):
    """Commands answer 503 while the database is away, write nothing, and work again after."""
    operator = people["operator"]
    await _works(operator, "outage-database-before")
    database = stack.processes["database"]
    await asyncio.to_thread(database.kill)
    try:
        answer = await operator.send(
            "POST", "/tenants", {"slug": "outage-database-during", "name": "During"}
        )
        assert answer.status_code == 503, answer.text
        assert answer.json()["reason"] == "database_unavailable"
        assert int(answer.headers["Retry-After"]) >= 1
    finally:
        await asyncio.to_thread(database.start)
    await _works(operator, "outage-database-after")
    missing = await operator.send("GET", "/tenants/outage-database-during")
    assert missing.status_code == 404
    entries = await operator.entries(tenantSlug="outage-database-during")
    assert [entry for entry in entries if entry["action"] == "tenant.created"] == []
