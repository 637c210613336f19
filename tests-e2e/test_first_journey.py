"""Sign in, change a tenant over the bus, see it on the audit timeline."""

import json
from typing import Any

import pytest
from bus import Connection
from devstack.waiting import eventually

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
TRACEPARENT = f"00-{TRACE}-00f067aa0ba902b7-01"
REASON = "Invoice 2026-1017 is unpaid"

pytestmark = pytest.mark.slow


async def test_first_journey(people: dict[str, Any], line: Connection):
    """An operator's work, a refused member, and third parties stand on one timeline, in order."""
    operator, member = people["operator"], people["acme-member"]

    created = await operator.send(
        "POST",
        "/tenants",
        {"slug": "acme", "name": "Acme", "plan": "business"},
        traceparent=TRACEPARENT,
    )
    assert created.status_code == 201, created.text
    assert created.json()["status"] == "active"
    added = await operator.send(
        "POST", "/tenants/acme/users", {"email": "member@acme.localhost", "role": "member"}
    )
    assert added.status_code in {200, 201}, added.text
    suspended = await operator.send(
        "POST", "/tenants/acme/suspend", {"reason": REASON}, traceparent=TRACEPARENT
    )
    assert suspended.status_code == 200, suspended.text
    assert suspended.json()["statusReason"] == REASON

    async def tenant_entries() -> list[dict[str, Any]]:
        return await operator.entries(tenantSlug="acme", action="tenant.*")

    entries = await eventually(tenant_entries, until=lambda seen: len(seen) == 2)
    assert [entry["action"] for entry in entries] == ["tenant.created", "tenant.suspended"]
    for entry in entries:
        assert entry["actorEmail"] == "operator@dezky.localhost"
        assert entry["actorIp"] in {"127.0.0.1", "::1"}
        assert entry["traceId"] == TRACE
        assert entry["source"] == "tenant"
        assert entry["outcome"] == "success"
    assert entries[1]["metadata"]["reason"] == REASON
    assert entries[1]["metadata"]["changes"]["status"] == {"before": "active", "after": "suspended"}

    refused = await member.send("POST", "/tenants/acme/suspend", {"reason": "mine"})
    assert refused.status_code == 403
    assert refused.json()["reason"] == "operator_token_required"

    async def denials() -> list[dict[str, Any]]:
        return await operator.entries(
            action="gateway.access_denied", outcome="denied", tenantSlug="acme"
        )

    (denial,) = await eventually(denials)
    assert denial["actorEmail"] == "member@acme.localhost"
    assert denial["tenantSlug"] == "acme"
    assert denial["metadata"]["reason"] == "operator_token_required"

    await line.append(
        "audit.billing.acme.invoice.paid",
        json.dumps({"externalId": "inv-17", "resourceName": "Invoice 17"}).encode(),
    )

    async def paid() -> list[dict[str, Any]]:
        return await operator.entries(source="billing")

    (payment,) = await eventually(paid)
    assert payment["action"] == "invoice.paid"
    assert payment["tenantSlug"] == "acme"
    assert payment["externalId"] == "inv-17"

    await line.append("audit.billing.acme.invoice.paid", b'{"externalId": "inv-18", "outcome": 7}')

    async def letters() -> list[dict[str, Any]]:
        answer = await operator.client.get("/dead-letters", params={"state": "waiting"})
        answer.raise_for_status()
        items: list[dict[str, Any]] = answer.json()["items"]
        return [item for item in items if item["subject"] == "audit.billing.acme.invoice.paid"]

    (letter,) = await eventually(letters)
    assert "outcome" in letter["reason"]

    replayed = await operator.send(
        "POST",
        f"/dead-letters/{letter['id']}/replay",
        {"body": json.dumps({"externalId": "inv-18", "outcome": "success"})},
    )
    assert replayed.status_code == 200, replayed.text
    both = await eventually(paid, until=lambda seen: len(seen) == 2)
    assert {entry["externalId"] for entry in both} == {"inv-17", "inv-18"}

    async def replays() -> list[dict[str, Any]]:
        told = await operator.entries(action="dead_letter.replayed")
        return [entry for entry in told if entry["resourceId"] == letter["id"]]

    (replay,) = await eventually(replays)
    assert replay["resourceId"] == letter["id"]
    again = await operator.send("POST", f"/dead-letters/{letter['id']}/replay", {})
    assert again.status_code == 409
