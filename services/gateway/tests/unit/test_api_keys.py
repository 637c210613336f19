"""API keys: from the header to the actor, and when they open nothing."""

from datetime import timedelta

import pytest
from chassis import now, uuid7
from chassis.directory import api_key_key, tenant_key
from contracts.tenant.v1 import ApiKeyRecord, TenantRecord
from devstack.waiting import eventually

SECRET = "dezky_" + "s" * 43
BEARER = {"Authorization": f"Bearer {SECRET}"}
RECORD = "/audit/events"
EVENTS = {"source": "crm", "entries": [{"action": "deal.closed", "outcome": "success"}]}


class Records:
    """Writes keys and tenants into the directory, as the tenant service's relay does."""

    def __init__(self, gateway):
        self._bucket = gateway.other.key_value("directory")
        self._client = gateway.client
        self._id = uuid7()

    async def key(self, *, version=1, scopes=("audit:write",), **fields):
        record = ApiKeyRecord(
            **{"id": self._id, "name": "CI", "active": True, "version": version} | fields,
            scopes=list(scopes),
        )
        await self._bucket.put(api_key_key(SECRET), record.dump_json())
        return record

    async def tenant(self, slug, status):
        record = TenantRecord(id=uuid7(), slug=slug, status=status, version=1)
        await self._bucket.put(tenant_key(slug), record.dump_json())


@pytest.fixture
def records(gateway):
    return Records(gateway)


async def reason(gateway, wanted, *, path=RECORD, method="POST"):
    """Ask until the answer's reason is this one: a directory's news takes a moment."""

    async def asked():
        body = EVENTS if method == "POST" else None
        answer = await gateway.client.request(method, path, json=body, headers=BEARER)
        return answer.status_code, answer.json().get("reason", "")

    found = await eventually(asked, until=lambda seen: seen[1] == wanted)
    return found[0]


class TestApiKey:
    async def test_bound_to_a_tenant(self, gateway, records):
        """The service is asked by a member of the tenant who is the key itself, and nobody else."""
        record = await records.key(tenant_slug="acme")
        await records.tenant("acme", "active")
        assert await reason(gateway, "") == 200
        actor = gateway.services.named("record_events")[-1].actor
        assert (actor.type, actor.id, actor.name, actor.audience) == (
            "external",
            record.id,
            "CI",
            "",
        )
        roles = [(one.tenant_slug, one.role) for one in actor.memberships]
        assert roles == [("acme", "member")]
        assert (actor.scopes, actor.platform_admin) == (["audit:write"], False)
        assert gateway.services.named("record_sign_in") == []

    async def test_of_the_platform(self, gateway, records):
        """A key of no tenant is a member nowhere: its scopes say what it may."""
        await records.key(scopes=["tenants:read"])
        assert await reason(gateway, "", path="/tenants", method="GET") == 200
        assert gateway.services.named("list_tenants")[-1].actor.memberships == []

    async def test_unknown(self, gateway):
        """Nobody made it."""
        assert await reason(gateway, "api_key_unknown") == 401

    async def test_revoked(self, gateway, records):
        """What was good is good no longer as soon as the directory says so."""
        await records.key()
        assert await reason(gateway, "") == 200
        await records.key(version=2, active=False)
        assert await reason(gateway, "api_key_revoked") == 401

    async def test_expired(self, gateway, records):
        """Nobody has to do anything for it."""
        await records.key(expires_at=now() - timedelta(seconds=1))
        assert await reason(gateway, "api_key_expired") == 401

    async def test_good_until_then(self, gateway, records):
        """An end in the future is none yet."""
        await records.key(expires_at=now() + timedelta(hours=1))
        assert await reason(gateway, "") == 200

    @pytest.mark.parametrize("status", ["suspended", "deleted", "purged"])
    async def test_of_a_tenant_that_is_not_active(self, gateway, records, status):
        """A suspended tenant's machines stay outside too."""
        await records.key(tenant_slug="acme")
        await records.tenant("acme", status)
        assert await reason(gateway, "tenant_inactive") == 403

    async def test_another_scope(self, gateway, records):
        """The refusal names the scope, and who watches sees who was refused."""
        await records.key(scopes=["flags:evaluate"])
        assert await reason(gateway, "scope_missing") == 403

        async def noted():
            return [one["actorId"] for one in gateway.entries if "denied" in one["outcome"]]

        assert await eventually(noted)

    @pytest.mark.parametrize("path", ["/me", "/api-keys", "/audit", "/partners"])
    async def test_doors_for_people(self, gateway, records, path):
        """No key opens them, whatever its scopes."""
        await records.key(scopes=["flags:evaluate", "audit:write", "tenants:read", "metrics:read"])
        assert await reason(gateway, "person_required", path=path, method="GET") == 403

    async def test_metrics(self, gateway, records):
        """A scraper's key reads the figures; another's doesn't."""
        await records.key()
        assert await reason(gateway, "scope_missing", path="/metrics", method="GET") == 403
        await records.key(version=2, scopes=["metrics:read"])

        async def scraped():
            return await gateway.client.get("/metrics", headers=BEARER)

        answer = await eventually(scraped, until=lambda seen: seen.is_success)
        assert answer.headers["content-type"].startswith("text/plain")
