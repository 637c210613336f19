"""What happens in authentik, Stalwart and oCIS stands beside the platform's own entries."""

import json
from typing import Any

import pytest
from bus import Connection
from devstack import upstreams
from devstack.running import RunningStack
from devstack.waiting import eventually

pytestmark = pytest.mark.slow

SPACE = "5f0c1a52-0000-4000-8000-00000000ace1"
USER = "17b30e30-5b24-4d15-ab06-0000000ace01"
SIX = ("file_create", "container_create", "file_rename", "file_read", "file_shared", "file_delete")


async def test_one_timeline(stack: RunningStack, people: dict[str, Any], line: Connection):
    """A tenant's timeline shows its platform, its sign-ins, its mail server and its files."""
    operator = people["operator"]
    body = {"slug": "journey", "name": "Journey", "domains": ["journey.example"]}
    assert (await operator.send("POST", "/tenants", body)).status_code == 201
    added = await operator.send(
        "POST", "/tenants/journey/users", {"email": "admin@acme.localhost", "role": "member"}
    )
    assert added.status_code in {200, 201}, added.text
    space = json.dumps({"id": SPACE, "tenantSlug": "journey", "version": 1}).encode()
    await line.key_value("directory").put(f"space.{SPACE}", space)

    # A real sign-in at the identity provider, through its login page.
    stack.token("acme-admin")
    answer = upstreams.push(
        stack.layout,
        [
            {
                "id": "177962400035",
                "createdAt": "2026-05-24T12:00:00Z",
                "type": "auth.failed",
                "data": {"accountName": f"{name}@journey.example", "remoteIp": "198.51.100.77"},
            }
            for name in ("anna", "anna", "bert")
        ],
    )
    assert (answer.status_code, answer.json()) == (200, {"received": 3})
    log = [
        upstreams.ocis_line(action, user=USER, number=number, space=SPACE)
        for number, action in enumerate(SIX)
    ]
    upstreams.append_lines(stack.layout, log)

    async def entries() -> dict[str, list[str]]:
        told = await operator.entries(tenantSlug="journey")
        return {
            source: [entry["action"] for entry in told if entry["source"] == source]
            for source in ("tenant", "authentik", "stalwart", "ocis")
        }

    found = await eventually(
        entries,
        until=lambda seen: (
            len(seen["ocis"]) >= 5
            and len(seen["stalwart"]) >= 3
            and "authentik.login" in seen["authentik"]
        ),
    )
    assert "tenant.created" in found["tenant"]
    assert found["stalwart"] == ["stalwart.auth_failed"] * 3
    assert sorted(found["ocis"]) == sorted(f"ocis.{name}" for name in SIX if name != "file_read")
    mine = await operator.entries(
        tenantSlug="journey", source="authentik", action="authentik.login"
    )
    assert {entry["actorEmail"] for entry in mine} == {"admin@acme.localhost"}
    assert {entry["actorIp"] for entry in mine} <= {"127.0.0.1", "::1"}

    upstreams.append_lines(stack.layout, log[:1])

    async def count() -> int:
        return len(await operator.entries(tenantSlug="journey", source="ocis"))

    # The same line written twice happened twice.
    assert await eventually(count, until=lambda seen: seen >= 6) == 6


async def test_steering(stack: RunningStack, people: dict[str, Any]):
    """Operators see every source with its figures, and may pause one; nobody else may."""
    operator, member = people["operator"], people["acme-member"]
    sources = {one["name"]: one for one in (await operator.send("GET", "/ingest")).json()["items"]}
    assert sources.keys() == {"authentik", "ocis", "stalwart"}
    assert {one["state"] for one in sources.values()} == {"running"}
    assert sources["authentik"]["instance"]
    refused = await member.send("POST", "/ingest/stalwart/pause", {"reason": "mine"})
    assert refused.status_code == 403

    paused = await operator.send("POST", "/ingest/stalwart/pause", {"reason": "maintenance"})
    assert (paused.status_code, paused.json()["state"]) == (200, "paused")
    held = upstreams.push(stack.layout, upstreams.stalwart_events(1))
    assert held.status_code == 503
    resumed = await operator.send("POST", "/ingest/stalwart/resume", {})
    assert resumed.json()["state"] == "running"
    assert upstreams.push(stack.layout, upstreams.stalwart_events(1)).status_code == 200

    async def verbs() -> set[str]:
        told = await operator.entries(source="ingest_stalwart")
        return {entry["action"] for entry in told}

    assert await eventually(verbs, until=lambda seen: len(seen) == 2) == {
        "ingest.paused",
        "ingest.resumed",
    }
    assert (await operator.send("POST", "/ingest/stalwart/replay", {})).status_code == 409
    assert (await operator.send("POST", "/ingest/nobody/pause", {"reason": "x"})).status_code == 404
