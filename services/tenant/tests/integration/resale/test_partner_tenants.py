"""What partners see of tenants."""

import pytest
from bus import acting_as
from contracts.faults import Forbidden, NotFound
from contracts.tenant.v1 import DeleteTenantRequest, GetTenantRequest, ListTenantsRequest


@pytest.fixture(autouse=True)
async def tenants(platform):
    """Give tenants of two partners and of none."""
    for slug, partner in [("a1", "reseller"), ("a2", "reseller"), ("b1", "other"), ("d1", None)]:
        await platform.create(slug, partner_slug=partner)


def slugs(reply):
    return [item["slug"] for item in reply["items"]]


class TestListPartnerTenants:
    async def test_only_theirs(self, resale, operator):
        """An operator sees whose they are."""
        with acting_as(operator):
            assert slugs(await resale.tenants()) == ["a1", "a2"]
            assert slugs(await resale.tenants("other")) == ["b1"]

    async def test_pages(self, resale):
        """A cursor goes on where the page ended."""
        first = await resale.tenants(limit=1)
        second = await resale.tenants(limit=1, cursor=first["nextCursor"])
        assert slugs(first) + slugs(second) == ["a1", "a2"]
        assert "nextCursor" not in second

    async def test_without_deleted(self, platform, resale):
        """What is deleted is nobody's customer."""
        await platform.tenants.delete_tenant(DeleteTenantRequest(slug="a1"))
        assert slugs(await resale.tenants()) == ["a2"]

    async def test_own(self, resale, partner_of):
        """A partner lists its own."""
        with acting_as(partner_of("reseller")):
            assert slugs(await resale.tenants()) == ["a1", "a2"]

    @pytest.mark.parametrize("slug", ["other", "nobody"])
    async def test_others(self, resale, partner_of, slug):
        """A partner can't tell another partner from none."""
        with acting_as(partner_of("reseller")), pytest.raises(NotFound) as refused:
            await resale.tenants(slug)
        assert refused.value.reason == "partner_not_found"

    async def test_unknown(self, resale, operator):
        """An unknown partner has no list, not an empty one."""
        with acting_as(operator), pytest.raises(NotFound):
            await resale.tenants("nobody")


class TestPartnersOnTenantRoutes:
    async def test_list(self, platform, partner_of):
        """The list of tenants is the partner's own, and so are its counts."""
        with acting_as(partner_of("reseller", d1="owner")):
            reply = await platform.tenants.list_tenants(ListTenantsRequest())
        assert [tenant.slug for tenant in reply.items] == ["a1", "a2"]
        assert reply.counts == {"active": 2, "pending": 0, "suspended": 0, "deleted": 0}

    async def test_search(self, platform, partner_of):
        """Searching finds nothing of others."""
        with acting_as(partner_of("reseller")):
            found = await platform.tenants.list_tenants(ListTenantsRequest(q="b1"))
        assert found.items == []

    async def test_get(self, platform, partner_of):
        """Its own is there; others' and its bearer's own tenants aren't, with this token."""
        with acting_as(partner_of("reseller", d1="owner")):
            assert (await platform.tenants.get_tenant(GetTenantRequest(slug="a1"))).tenant
            for slug in ("b1", "d1", "nobody"):
                with pytest.raises(NotFound) as refused:
                    await platform.tenants.get_tenant(GetTenantRequest(slug=slug))
                assert refused.value.reason == "tenant_not_found"

    async def test_detached(self, platform, resale, partner_of):
        """Once detached it is gone for the partner."""
        await resale.detach("a1")
        with acting_as(partner_of("reseller")), pytest.raises(NotFound):
            await platform.tenants.get_tenant(GetTenantRequest(slug="a1"))

    async def test_nobodys(self, platform, partner_of):
        """A partner's token of who works for no partner opens nothing."""
        with acting_as(partner_of("", a1="owner")), pytest.raises(Forbidden) as refused:
            await platform.tenants.list_tenants(ListTenantsRequest())
        assert refused.value.reason == "not_a_partner"
