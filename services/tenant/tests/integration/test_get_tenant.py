"""Reading one tenant."""

import pytest
from bus import acting_as
from chassis import uuid7
from contracts.faults import Forbidden, NotFound
from contracts.platform.v1 import Actor
from contracts.tenant.v1 import DeleteTenantRequest, GetTenantRequest, SuspendTenantRequest
from tenant.documents import TenantDocument


async def get(platform, slug):
    return (await platform.tenants.get_tenant(GetTenantRequest(slug=slug))).tenant


class TestGetTenant:
    async def test_as_stored(self, platform, operator):
        """What was answered at its creation is what is read."""
        made = await platform.create("acme", domains=["acme.example"], partner_slug="reseller")
        with acting_as(operator):
            assert await get(platform, "acme") == made

    async def test_none(self, platform, operator):
        """A slug that nobody has is not found."""
        with acting_as(operator), pytest.raises(NotFound) as refused:
            await get(platform, "nobody")
        assert refused.value.reason == "tenant_not_found"

    async def test_own(self, platform, member_of):
        """A member reads their tenant."""
        await platform.create("acme")
        with acting_as(member_of("acme")):
            assert (await get(platform, "acme")).slug == "acme"

    async def test_others(self, platform, member_of):
        """Another's tenant and none at all are refused in the same words."""
        await platform.create("globex")
        with acting_as(member_of("acme")):
            with pytest.raises(NotFound) as others:
                await get(platform, "globex")
            with pytest.raises(NotFound) as none:
                await get(platform, "nobody")
        assert others.value.detail.replace("globex", "nobody") == none.value.detail

    async def test_own_while_suspended(self, platform, member_of):
        """A member of a suspended tenant can see that it is."""
        await platform.create("acme")
        await platform.tenants.suspend_tenant(SuspendTenantRequest(slug="acme", reason="unpaid"))
        with acting_as(member_of("acme")):
            assert (await get(platform, "acme")).status == "suspended"

    async def test_deleted(self, platform, operator, member_of):
        """A deleted tenant is there for operators, and for nobody else."""
        await platform.create("acme")
        await platform.tenants.delete_tenant(DeleteTenantRequest(slug="acme"))
        with acting_as(operator):
            assert (await get(platform, "acme")).status == "deleted"
        with acting_as(member_of("acme")), pytest.raises(NotFound):
            await get(platform, "acme")

    async def test_again(self, platform, operator, member_of):
        """Found by its id from the second time on, it is as it is by then, for each who asks."""
        made = await platform.create("acme")
        with acting_as(operator):
            assert await get(platform, "acme") == made
            await platform.tenants.suspend_tenant(SuspendTenantRequest(slug="acme", reason="late"))
            assert (await get(platform, "acme")).status == "suspended"
        with acting_as(member_of("globex")), pytest.raises(NotFound):
            await get(platform, "acme")
        await platform.tenants.delete_tenant(DeleteTenantRequest(slug="acme"))
        with acting_as(member_of("acme")), pytest.raises(NotFound):
            await get(platform, "acme")

    async def test_again_with_another_id(self, platform, operator):
        """A creation that was taken back and tried again is found, whatever id it had."""
        await platform.create("acme")
        with acting_as(operator):
            await get(platform, "acme")
            tenants = TenantDocument.get_pymongo_collection()
            stored = await tenants.find_one({"slug": "acme"})
            await tenants.delete_one({"slug": "acme"})
            with pytest.raises(NotFound):
                await get(platform, "acme")
            await tenants.insert_one(stored | {"_id": (another := uuid7())})
            assert (await get(platform, "acme")).id == another

    @pytest.mark.parametrize(
        "fields", [{"audience": "dezky-portal"}, {"platformAdmin": False}, {"type": "anonymous"}]
    )
    async def test_half_an_operator(self, platform, operator, fields):
        """The audience without the right, or the right without the audience, shows nothing."""
        await platform.create("acme")
        if fields == {"type": "anonymous"}:
            fields |= {"platformAdmin": False}
        half = Actor.parse(operator.dump() | fields)
        with acting_as(half), pytest.raises(Forbidden) as refused:
            await get(platform, "acme")
        assert refused.value.reason == "not_a_member"
