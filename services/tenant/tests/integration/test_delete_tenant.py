"""Deleting tenants."""

import pytest
from contracts.faults import Conflict, NotFound
from contracts.tenant.v1 import DeleteTenantRequest, SuspendTenantRequest, TenantRecord


@pytest.fixture(autouse=True)
async def acme(platform):
    made = await platform.create("acme", domains=["acme.example"])
    await platform.told("AUDIT")
    return made


async def delete(platform, **said):
    return (await platform.tenants.delete_tenant(DeleteTenantRequest(slug="acme", **said))).tenant


class TestDeleteTenant:
    async def test_deleted(self, platform):
        """The tenant is there, deleted at a time and for a reason."""
        made = await delete(platform, reason="left")
        assert (made.status, made.status_reason) == ("deleted", "left")
        assert made.deleted_at is not None

    async def test_twice(self, platform):
        """Deleting twice changes nothing and leaves one entry."""
        first = await delete(platform, reason="left")
        assert await delete(platform, reason="again") == first
        assert len(await platform.entries()) == 1

    async def test_suspended(self, platform):
        """A suspended tenant can be deleted."""
        await platform.tenants.suspend_tenant(SuspendTenantRequest(slug="acme", reason="unpaid"))
        assert (await delete(platform)).status == "deleted"

    async def test_entry(self, platform):
        """The entry holds the reason and the change of state."""
        await delete(platform, reason="left")
        (entry,) = await platform.entries()
        assert (entry.action, entry.metadata["reason"]) == ("tenant.deleted", "left")
        assert entry.metadata["changes"]["status"] == {"before": "active", "after": "deleted"}

    async def test_directory(self, platform):
        """The directory says so."""
        await delete(platform)
        assert TenantRecord.read(await platform.directory("tenant.acme")).status == "deleted"

    async def test_its_slug(self, platform):
        """The slug stays taken."""
        await delete(platform)
        with pytest.raises(Conflict) as refused:
            await platform.create("acme")
        assert refused.value.reason == "slug_taken"

    async def test_its_domains(self, platform):
        """The domains stay taken: the tenant may be restored."""
        await delete(platform)
        with pytest.raises(Conflict) as refused:
            await platform.create("globex", domains=["acme.example"])
        assert refused.value.reason == "domain_taken"

    async def test_none(self, platform):
        """A slug that nobody has is not found."""
        with pytest.raises(NotFound):
            await platform.tenants.delete_tenant(DeleteTenantRequest(slug="nobody"))
