"""Attaching tenants to partners."""

import asyncio

import pytest
from bus import acting_as
from contracts.faults import Conflict, Malformed, NotFound, Unavailable
from contracts.tenant.v1 import (
    UPDATE_TENANT,
    CreateTenantRequest,
    DeleteTenantRequest,
    TenantRecord,
    TenantUpdated,
)


class TestAttachTenant:
    async def test_attached(self, platform, resale):
        """The tenant says whose it is, in reply, directory and event."""
        await platform.create("acme")
        await platform.told("EVENTS")
        attached = await resale.attach("acme")
        assert (attached["partnerSlug"], attached["version"]) == ("reseller", 2)
        record = TenantRecord.read(await platform.directory("tenant.acme"))
        assert record.partner_slug == "reseller"
        ((_, payload),) = await platform.told("EVENTS")
        assert TenantUpdated.read(payload).tenant.partner_slug == "reseller"

    async def test_entry(self, platform, resale, operator):
        """One entry, of the same verb as by PATCH."""
        await platform.create("acme")
        await platform.entries()
        with acting_as(operator):
            await resale.attach("acme")
        (entry,) = await platform.entries()
        assert (entry.action, entry.partner_slug, entry.actor_email) == (
            "tenant.updated",
            "reseller",
            "operator@dezky.localhost",
        )
        assert entry.metadata["changes"] == {"partnerSlug": {"before": None, "after": "reseller"}}

    async def test_twice(self, platform, resale):
        """Once more changes nothing."""
        await platform.create("acme", partner_slug="reseller")
        await platform.entries()
        assert (await resale.attach("acme"))["version"] == 1
        assert await platform.entries() == []

    async def test_somebody_elses(self, platform, resale):
        """A tenant has one partner at a time; the refusal says whose it is."""
        await platform.create("acme", partner_slug="other")
        with pytest.raises(Conflict, match="other") as refused:
            await resale.attach("acme")
        assert refused.value.reason == "tenant_attached_elsewhere"
        assert [error.field for error in refused.value.errors] == ["tenantSlug"]

    async def test_two_at_once(self, platform, resale):
        """Of two partners at the same moment one gets it."""
        await platform.create("acme")
        results = await asyncio.gather(
            resale.attach("acme"), resale.attach("acme", "other"), return_exceptions=True
        )
        assert [type(result) for result in results if not isinstance(result, dict)] == [Conflict]

    @pytest.mark.parametrize(
        ("partner", "fault", "reason"),
        [
            ("nobody", NotFound, "partner_not_found"),
            ("former", Conflict, "partner_terminated"),
        ],
    )
    async def test_partners(self, platform, resale, partner, fault, reason):
        """Only a partner under contract takes tenants."""
        await platform.create("acme")
        with pytest.raises(fault) as refused:
            await resale.attach("acme", partner)
        assert refused.value.reason == reason

    async def test_deleted(self, platform, resale):
        """What is deleted is nobody's new customer."""
        await platform.create("acme")
        await platform.tenants.delete_tenant(DeleteTenantRequest(slug="acme"))
        with pytest.raises(Conflict) as refused:
            await resale.attach("acme")
        assert refused.value.reason == "tenant_deleted"


class TestDetachTenant:
    async def test_detached(self, platform, resale):
        """It is sold directly again."""
        await platform.create("acme", partner_slug="reseller")
        assert "partnerSlug" not in await resale.detach("acme")

    async def test_somebody_elses(self, platform, resale):
        """Another partner's tenant stays theirs."""
        await platform.create("acme", partner_slug="other")
        assert (await resale.detach("acme"))["partnerSlug"] == "other"

    async def test_deleted(self, platform, resale):
        """A deleted tenant can be let go as well: the contract ends for all of them."""
        await platform.create("acme", partner_slug="reseller")
        await platform.tenants.delete_tenant(DeleteTenantRequest(slug="acme"))
        assert "partnerSlug" not in await resale.detach("acme")


class TestPartnerOfATenant:
    """The partner in bodies of tenants."""

    @pytest.mark.parametrize(
        ("partner", "fault", "reason"),
        [
            ("nobody", Malformed, "partner_unknown"),
            ("former", Conflict, "partner_terminated"),
        ],
    )
    async def test_create(self, platform, partner, fault, reason):
        """Creating with a partner that takes nobody names the field, and makes nothing."""
        with pytest.raises(fault) as refused:
            await platform.create("acme", partner_slug=partner)
        assert refused.value.reason == reason
        assert [error.field for error in refused.value.errors] == ["partnerSlug"]
        assert (await platform.create("acme")).version == 1

    async def test_update(self, platform):
        """So does changing to one."""
        await platform.create("acme")
        with pytest.raises(Malformed) as refused:
            await platform.send(
                UPDATE_TENANT, {"slug": "acme", "version": 1, "partnerSlug": "nobody"}
            )
        assert [error.field for error in refused.value.errors] == ["partnerSlug"]

    async def test_a_former_partner_stays(self, platform):
        """A tenant that has a partner may keep it, whatever became of the contract."""
        await platform.create("acme", partner_slug="reseller")
        await platform.database["tenants"].update_one({}, {"$set": {"partnerSlug": "former"}})
        body = {"slug": "acme", "version": 1, "partnerSlug": "former", "name": "New"}
        assert (await platform.send(UPDATE_TENANT, body))["tenant"]["name"] == "New"

    async def test_without_the_partner_service(self, platform_alone):
        """Nobody can vouch for the partner: try again later. Without one nobody is asked."""
        with pytest.raises(Unavailable):
            await platform_alone.tenants.create_tenant(
                CreateTenantRequest(slug="acme", name="Acme", partner_slug="reseller")
            )
        assert (await platform_alone.create("acme")).version == 1
