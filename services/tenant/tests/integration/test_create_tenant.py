"""Creating tenants."""

import asyncio

import pytest
from bus import acting_as, answering
from contracts.faults import Conflict, Malformed
from contracts.tenant.v1 import CREATE_TENANT, UPDATE_TENANT, TenantCreated, TenantRecord


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
        assert set(entry.metadata["changes"]) == {"name", "partnerSlug", "plan", "slug", "status"}

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

    async def test_taken_slug(self, platform):
        """A slug is used once, and the refusal names the field."""
        await platform.create("acme")
        with pytest.raises(Conflict) as refused:
            await platform.create("acme")
        assert refused.value.reason == "slug_taken"
        assert [error.field for error in refused.value.errors] == ["slug"]

    async def test_taken_domains(self, platform):
        """Each domain belongs to one tenant; whose it is stays unsaid, which they are doesn't."""
        await platform.create("globex", name="Globex", domains=["one.example", "two.example"])
        mine = ["acme.example", "One.Example", "two.example"]
        with pytest.raises(Conflict) as refused:
            await platform.create("acme", domains=mine)
        assert refused.value.reason == "domain_taken"
        assert [(error.field, error.message.split()[0]) for error in refused.value.errors] == [
            ("domains", "one.example"),
            ("domains", "two.example"),
        ]
        assert "globex" not in refused.value.problem().dump_json().decode().lower()

    async def test_a_freed_domain(self, platform):
        """What one tenant gave up another may take, with everything a creation leaves behind."""
        await platform.create("globex", domains=["shared.example"])
        await platform.send(UPDATE_TENANT, {"slug": "globex", "version": 1, "domains": []})
        await platform.told("EVENTS")
        made = await platform.create("acme", domains=["shared.example"])
        assert (made.domains, made.version) == (["shared.example"], 1)
        ((_, payload),) = await platform.told("EVENTS")
        assert TenantCreated.read(payload).tenant == made
        record = TenantRecord.read(await platform.directory("tenant.acme"))
        assert (record.domains, record.version) == (["shared.example"], 1)

    async def test_a_freed_domain_at_once(self, platform):
        """Of many who want what was given up, one gets it, and the others leave nothing."""
        await platform.create("globex", domains=["shared.example"])
        await platform.send(UPDATE_TENANT, {"slug": "globex", "version": 1, "domains": []})
        await platform.told("AUDIT")
        slugs = [f"acme-{number}" for number in range(6)]
        tries = await asyncio.gather(
            *(platform.create(slug, domains=["shared.example"]) for slug in slugs),
            return_exceptions=True,
        )
        assert sum(isinstance(one, Conflict) for one in tries) == 5
        assert len(await platform.entries()) == 1
        assert await platform.database["tenants"].count_documents({"slug": {"$in": slugs}}) == 1

    async def test_a_refused_one_leaves_nothing(self, platform):
        """No entry, no event, no record of what was refused."""
        await platform.create("acme", domains=["acme.example"])
        await platform.told("AUDIT")
        with pytest.raises(Conflict):
            await platform.create("globex", domains=["acme.example"])
        assert await platform.entries() == []
        assert await platform.directory("tenant.globex") is None

    async def test_at_once(self, platform):
        """Of many who want one slug at once, one gets it, with one entry."""
        tries = await asyncio.gather(
            *(platform.create("acme", name=f"Acme {number}") for number in range(8)),
            return_exceptions=True,
        )
        assert sum(isinstance(one, Conflict) for one in tries) == 7
        assert [entry.action for entry in await platform.entries()] == ["tenant.created"]

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
