"""Creating tenants."""

import pytest
from bus import acting_as, answering
from contracts.faults import Malformed
from contracts.tenant.v1 import CREATE_TENANT, TenantCreated, TenantRecord


class TestCreateTenant:
    async def test_active_at_once(self, platform):
        """Without integrations a tenant is active at once, on the smallest plan, at version 1."""
        made = await platform.create("acme", name=" Acme GmbH ")
        assert (made.name, made.status, made.plan, made.version) == (
            "Acme GmbH",
            "active",
            "starter",
            1,
        )

    async def test_domains_are_normalised(self, platform):
        """Domains are kept in one form, once."""
        made = await platform.create("acme", domains=["Acme.Example", "acme.example.", "ü.example"])
        assert made.domains == ["acme.example", "xn--tda.example"]

    async def test_entry(self, platform, operator):
        """One entry tells who did it from where, and names only what was set."""
        with acting_as(operator):
            made = await platform.create("acme", partner_slug="reseller")
        (entry,) = await platform.entries()
        assert (entry.action, entry.actor_email, entry.actor_ip) == (
            "tenant.created",
            "operator@dezky.localhost",
            "192.0.2.7",
        )
        assert (entry.resource_id, entry.tenant_slug, entry.partner_slug) == (
            made.id,
            "acme",
            "reseller",
        )
        assert set(entry.metadata["changes"]) == {
            "integrations",
            "name",
            "partnerSlug",
            "plan",
            "slug",
            "status",
        }

    async def test_event(self, platform):
        """One event carries the tenant as it was answered."""
        made = await platform.create("acme")
        ((subject, payload),) = await platform.told("EVENTS")
        assert subject == "event.tenant.acme.created"
        assert TenantCreated.read(payload).tenant == made

    async def test_directory(self, platform):
        """The directory has the tenant's record."""
        made = await platform.create("acme", domains=["acme.example"])
        record = TenantRecord.read(await platform.directory("tenant.acme"))
        assert (record.id, record.status, record.domains, record.version) == (
            made.id,
            "active",
            ["acme.example"],
            1,
        )

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"slug": "Acme"}, "slug"),
            ({"slug": "a.b"}, "slug"),
            ({"slug": "_"}, "slug"),
            ({"slug": "acme\n"}, "slug"),
            ({"name": " "}, "name"),
            ({"name": None}, "name"),
            ({"plan": "gold"}, "plan"),
            ({"domains": ["acme.example", "*.acme.example"]}, "domains.1"),
            ({"partnerSlug": ""}, "partnerSlug"),
            ({"status": "pending"}, "status"),
        ],
    )
    async def test_malformed(self, platform, fields, field):
        """Each refusal names the field."""
        request = {"slug": "acme", "name": "Acme"} | fields
        with pytest.raises(Malformed) as refused:
            await platform.send(CREATE_TENANT, request)
        assert [error.field for error in refused.value.errors] == [field]

    async def test_the_same_key_again(self, platform):
        """With the same Idempotency-Key the first answer comes again, and nothing else happens."""
        with answering("", idempotency_key="key-1"):
            first = await platform.create("acme")
            second = await platform.create("acme")
        assert second == first
        assert len(await platform.entries()) == 1

    async def test_the_same_key_for_another(self, platform):
        """A key belongs to one request."""
        with answering("", idempotency_key="key-1"):
            await platform.create("acme")
            with pytest.raises(Malformed) as refused:
                await platform.create("globex")
        assert refused.value.reason == "idempotency_key_reused"
