"""Changing tenants."""

import asyncio

import pytest
from contracts.faults import Conflict, Malformed, NotFound, StaleVersion
from contracts.tenant.v1 import (
    UPDATE_TENANT,
    DeleteTenantRequest,
    ListTenantsRequest,
    TenantUpdated,
    UpdateTenantRequest,
)


@pytest.fixture(autouse=True)
async def acme(platform):
    made = await platform.create("acme", domains=["acme.example"], partner_slug="reseller")
    await platform.told("AUDIT")
    await platform.told("EVENTS")
    return made


async def change(platform, **body):
    """Send a change as it comes over HTTP; return the tenant."""
    return (await platform.send(UPDATE_TENANT, {"slug": "acme", "version": 1, **body}))["tenant"]


class TestUpdateTenant:
    async def test_absent_fields_stay(self, platform, acme):
        """Only what was sent changes, and the version with it."""
        changed = await change(platform, name=" Acme Inc. ")
        kept = acme.dump() | {"name": "Acme Inc.", "version": 2}
        assert changed | {"updatedAt": ""} == kept | {"updatedAt": ""}

    async def test_null_clears_the_partner(self, platform):
        """A null partner is no partner, in answer and store alike."""
        assert "partnerSlug" not in await change(platform, partnerSlug=None)
        stored = await platform.database["tenants"].find_one({"slug": "acme"})
        assert "partnerSlug" not in stored

    @pytest.mark.parametrize("field", ["name", "plan", "domains", "slug", "version"])
    async def test_null_elsewhere(self, platform, field):
        """Nothing else can be cleared, and the refusal names the field."""
        with pytest.raises(Malformed) as refused:
            await change(platform, **{field: None})
        assert [error.field for error in refused.value.errors] == [field]

    async def test_domains_are_replaced(self, platform):
        """New domains take the place of all old ones; an empty list removes them."""
        changed = await change(platform, domains=["New.Example"])
        assert changed["domains"] == ["new.example"]
        assert (await change(platform, version=2, domains=[]))["domains"] == []

    async def test_a_freed_domain(self, platform):
        """What one tenant gave up another may take."""
        await change(platform, domains=[])
        assert (await platform.create("globex", domains=["acme.example"])).domains

    async def test_taken_domain(self, platform):
        """A domain of another tenant is refused, and nothing of the change is kept."""
        await platform.create("globex", domains=["globex.example"])
        with pytest.raises(Conflict) as refused:
            await change(platform, name="Other", domains=["globex.example"])
        assert refused.value.reason == "domain_taken"
        stored = await platform.database["tenants"].find_one({"slug": "acme"})
        assert (stored["name"], stored["version"]) == ("Acme", 1)

    async def test_found_by_the_new_name(self, platform):
        """The search follows the change."""
        await change(platform, name="Umbrella", domains=[])

        async def found(q):
            return (await platform.tenants.list_tenants(ListTenantsRequest(q=q))).items

        assert [tenant.slug for tenant in await found("umbr")] == ["acme"]
        assert await found("example") == []

    async def test_entry(self, platform):
        """The entry holds what changed, before and after."""
        await change(platform, plan="business", partnerSlug=None)
        (entry,) = await platform.entries()
        assert entry.action == "tenant.updated"
        assert entry.metadata == {
            "changes": {
                "partnerSlug": {"before": "reseller", "after": None},
                "plan": {"before": "starter", "after": "business"},
            }
        }

    async def test_event(self, platform):
        """The event carries the tenant as it was answered."""
        changed = await change(platform, plan="business")
        ((_, payload),) = await platform.told("EVENTS")
        assert TenantUpdated.read(payload).tenant.dump() == changed

    @pytest.mark.parametrize(
        "body", [{}, {"name": "Acme"}, {"domains": ["ACME.example."]}, {"partnerSlug": "reseller"}]
    )
    async def test_no_difference(self, platform, acme, body):
        """What is as it was leaves the version, the time and the timeline alone."""
        assert await change(platform, **body) == acme.dump()
        assert await platform.entries() == []

    @pytest.mark.parametrize("version", [2, 7])
    async def test_another_version(self, platform, version):
        """A change that isn't based on the newest version is refused."""
        with pytest.raises(StaleVersion) as refused:
            await change(platform, version=version, name="Other")
        assert refused.value.reason == "version_mismatch"

    async def test_at_once(self, platform):
        """Of several changes to one version, one is made."""
        tries = await asyncio.gather(
            *(change(platform, name=f"Acme {number}") for number in range(8)),
            return_exceptions=True,
        )
        assert sum(isinstance(one, StaleVersion) for one in tries) == 7
        assert len(await platform.entries()) == 1

    async def test_deleted(self, platform):
        """A deleted tenant changes no more."""
        await platform.tenants.delete_tenant(DeleteTenantRequest(slug="acme"))
        with pytest.raises(Conflict) as refused:
            await change(platform, version=2, name="Other")
        assert refused.value.reason == "tenant_deleted"

    async def test_none(self, platform):
        """A slug that nobody has is not found."""
        with pytest.raises(NotFound):
            await platform.tenants.update_tenant(UpdateTenantRequest(slug="nobody", version=1))

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"name": ""}, "name"),
            ({"name": " "}, "name"),
            ({"plan": "gold"}, "plan"),
            ({"domains": ["a"]}, "domains.0"),
            ({"partnerSlug": ""}, "partnerSlug"),
            ({"version": 0}, "version"),
            ({"status": "active"}, "status"),
        ],
    )
    async def test_malformed(self, platform, body, field):
        """Each refusal names the field."""
        with pytest.raises(Malformed) as refused:
            await change(platform, **body)
        assert [error.field for error in refused.value.errors] == [field]
