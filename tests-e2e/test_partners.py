"""A partner resells: what it sees, what it earns, and how it ends."""

from typing import Any

import pytest
from devstack.waiting import eventually

pytestmark = pytest.mark.slow


async def test_a_partner_sees_its_own(people: dict[str, Any]):
    """From contract to end: its tenants and their entries, its margin, and nobody else's."""
    operator, partner = people["operator"], people["nordwind-partner"]
    for slug, margin in (("nordwind", 12.5), ("sudtel", 20)):
        body = {"slug": slug, "name": slug.title(), "marginPct": margin}
        assert (await operator.send("POST", "/partners", body)).status_code == 201

    nobody = await partner.send("GET", "/tenants")
    assert (nobody.status_code, nobody.json()["reason"]) == (403, "not_a_partner")
    added = await operator.send(
        "POST", "/partners/nordwind/users", {"email": "partner@nordwind.localhost"}
    )
    assert added.is_success, added.text

    for slug, whose in (("fjord", "nordwind"), ("costa", "sudtel")):
        body = {"slug": slug, "name": f"={slug}", "partnerSlug": whose}
        assert (await operator.send("POST", "/tenants", body)).status_code == 201
        body = {"seats": 10, "unitPrice": {"amountMinor": 1005, "currency": "EUR"}}
        made = await operator.send("POST", f"/tenants/{slug}/subscription", body)
        assert made.json()["monthlyRevenue"] == {"amountMinor": 10_050, "currency": "EUR"}

    async def mine() -> Any:
        return await partner.send("GET", "/tenants")

    seen = await eventually(mine, until=lambda answer: answer.status_code == 200)
    assert [item["slug"] for item in seen.json()["items"]] == ["fjord"]
    assert (await partner.send("GET", "/tenants/costa")).json()["reason"] == "tenant_not_found"
    assert (await partner.send("GET", "/partners/sudtel")).json()["reason"] == "partner_not_found"
    assert (
        await partner.send("PATCH", "/partners/nordwind", {}, If_Match='"1"')
    ).status_code == 403
    assert (await partner.send("GET", "/tenants/fjord/subscription")).status_code == 200
    assert (await partner.send("GET", "/tenants/fjord/provisioning")).status_code == 200
    assert (await partner.send("GET", "/tenants/costa/provisioning")).status_code == 404

    async def healths() -> Any:
        answer = await partner.send("GET", "/health/tenants")
        return [item["slug"] for item in answer.json()["items"]]

    assert await eventually(healths) == ["fjord"]

    async def entries() -> Any:
        return await partner.entries()

    told = await eventually(entries, until=lambda found: len(found) >= 4)
    assert {entry["partnerSlug"] for entry in told} == {"nordwind"}
    assert {entry["action"] for entry in told} == {
        "partner.created",
        "user.partner_joined",
        "tenant.created",
        "subscription.created",
    }

    (overview,) = (await partner.send("GET", "/partners")).json()["items"]
    assert (overview["partner"]["slug"], overview["customers"]) == ("nordwind", 1)
    assert overview["monthlyRevenue"] == [{"amountMinor": 10_050, "currency": "EUR"}]
    report = (await partner.send("GET", "/partners/nordwind/margin-report")).json()
    assert report["totals"][0]["margin"] == {"amountMinor": 1256, "currency": "EUR"}
    file = await partner.send("GET", "/partners/nordwind/margin-report.csv")
    assert '"fjord","\'=fjord","EUR","100.50","12.50","12.56"' in file.text

    ended = await operator.send("DELETE", "/partners/nordwind?reason=Sold")
    assert (ended.status_code, ended.json()["attached"]) == (200, ["fjord"])
    refused = await operator.send(
        "POST", "/tenants", {"slug": "late", "name": "Late", "partnerSlug": "nordwind"}
    )
    assert (refused.status_code, refused.json()["reason"]) == (409, "partner_terminated")
    unknown = await operator.send(
        "POST", "/tenants", {"slug": "late", "name": "Late", "partnerSlug": "nobody"}
    )
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (422, "partnerSlug")
    detached = await operator.send(
        "DELETE", "/partners/nordwind?detach=true", Idempotency_Key="end-of-nordwind"
    )
    assert detached.json()["detached"] == ["fjord"]
    assert (await mine()).json()["items"] == []

    user = added.json()["id"]
    assert (await operator.send("DELETE", f"/partners/nordwind/users/{user}")).is_success
    refused = await eventually(mine, until=lambda answer: answer.status_code == 403)
    assert refused.json()["reason"] == "not_a_partner"
