"""Creating tenants with what others have, had, or want at the same time."""

import asyncio

import pytest
from bus import acting_as
from contracts.faults import Conflict
from contracts.tenant.v1 import UPDATE_TENANT, TenantCreated, TenantRecord


class TestCreateTenant:
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

    async def test_taken_domains_told(self, platform, operator):
        """An operator hears whose it is; the field is the same."""
        await platform.create("globex", domains=["one.example"])
        with acting_as(operator), pytest.raises(Conflict) as refused:
            await platform.create("acme", domains=["one.example"])
        (error,) = refused.value.errors
        assert (error.field, error.message) == (
            "domains",
            "one.example belongs to tenant globex",
        )

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
