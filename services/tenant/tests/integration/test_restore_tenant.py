"""Restoring tenants, and what refuses their deletion."""

import asyncio
from itertools import pairwise

import pytest
from contracts.faults import Conflict, NotFound
from contracts.tenant.v1 import (
    DeleteTenantRequest,
    RestoreTenantRequest,
    ResumeTenantRequest,
    SuspendTenantRequest,
    TenantRecord,
    TenantRestored,
    UpdateTenantRequest,
)


@pytest.fixture(autouse=True)
async def acme(platform):
    made = await platform.create("acme", domains=["acme.example"])
    await platform.told("AUDIT")
    await platform.told("EVENTS")
    return made


async def suspend(platform):
    request = SuspendTenantRequest(slug="acme", reason="unpaid")
    return (await platform.tenants.suspend_tenant(request)).tenant


async def delete(platform):
    request = DeleteTenantRequest(slug="acme", reason="left")
    return (await platform.tenants.delete_tenant(request)).tenant


async def restore(platform):
    return (await platform.tenants.restore_tenant(RestoreTenantRequest(slug="acme"))).tenant


async def hold(platform, version, **said):
    request = UpdateTenantRequest(slug="acme", version=version, **said)
    return (await platform.tenants.update_tenant(request)).tenant


class TestRestoreTenant:
    async def test_active(self, platform):
        """What was active is active again, and says nothing of its deletion."""
        await delete(platform)
        made = await restore(platform)
        assert (made.status, made.status_reason, made.deleted_at) == ("active", "", None)

    async def test_suspended(self, platform):
        """What was suspended is suspended again, for the reason of then."""
        await suspend(platform)
        await delete(platform)
        made = await restore(platform)
        assert (made.status, made.status_reason) == ("suspended", "unpaid")

    async def test_resumed_after(self, platform):
        """Resume finds its way back after a deletion and a restoration in between."""
        await platform.database["tenants"].update_one(
            {"slug": "acme"}, {"$set": {"status": "pending"}}
        )
        await suspend(platform)
        await delete(platform)
        await restore(platform)
        resumed = await platform.tenants.resume_tenant(ResumeTenantRequest(slug="acme"))
        assert resumed.tenant.status == "pending"

    async def test_alive(self, platform, acme):
        """Restoring what is alive changes nothing and leaves no entry."""
        assert await restore(platform) == acme
        assert await platform.entries() == []

    async def test_entry(self, platform):
        """The entry holds the change of state."""
        deleted = await delete(platform)
        await restore(platform)
        entry = (await platform.entries())[-1]
        assert entry.action == "tenant.restored"
        assert entry.metadata["changes"] == {
            "status": {"before": "deleted", "after": "active"},
            "statusReason": {"before": "left", "after": ""},
            "deletedAt": {"before": deleted.dump()["deletedAt"], "after": None},
        }

    async def test_event(self, platform):
        """The event carries the tenant as it was answered."""
        await delete(platform)
        made = await restore(platform)
        subject, payload = (await platform.told("EVENTS"))[-1]
        assert subject == "event.tenant.acme.restored"
        assert TenantRestored.read(payload).tenant == made

    async def test_directory(self, platform):
        """The directory says so."""
        await delete(platform)
        await restore(platform)
        assert TenantRecord.read(await platform.directory("tenant.acme")).status == "active"

    async def test_none(self, platform):
        """A slug that nobody has is not found."""
        with pytest.raises(NotFound):
            await platform.tenants.restore_tenant(RestoreTenantRequest(slug="nobody"))

    async def test_against_delete(self, platform):
        """Two who disagree end in one state, with a true history of each change."""
        await asyncio.gather(*(call(platform) for call in [delete, restore] * 6))
        entries = await platform.entries()
        states = [entry.metadata["changes"]["status"] for entry in entries]
        assert all(one["after"] == other["before"] for one, other in pairwise(states))
        stored = await platform.database["tenants"].find_one({"slug": "acme"})
        assert stored["status"] == states[-1]["after"]


class TestDeletionProtection:
    async def test_protected(self, platform):
        """A protected tenant isn't deleted."""
        await hold(platform, 1, deletion_protection=True)
        with pytest.raises(Conflict) as refused:
            await delete(platform)
        assert refused.value.reason == "deletion_protected"

    async def test_taken_off(self, platform):
        """Once the protection is taken off, it is."""
        await hold(platform, 1, deletion_protection=True)
        await hold(platform, 2, deletion_protection=False)
        assert (await delete(platform)).status == "deleted"

    async def test_entry(self, platform):
        """Who asked for a hold is on the timeline."""
        await hold(platform, 1, legal_hold=True)
        (entry,) = await platform.entries()
        assert entry.metadata["changes"] == {"legalHold": {"before": None, "after": True}}

    async def test_legal_hold_of_a_deleted_tenant(self, platform):
        """A hold comes in time as long as the tenant isn't purged."""
        await delete(platform)
        assert (await hold(platform, 2, legal_hold=True)).legal_hold

    async def test_with_more(self, platform):
        """A hold doesn't open the rest of a deleted tenant."""
        await delete(platform)
        with pytest.raises(Conflict) as refused:
            await hold(platform, 2, legal_hold=True, name="Other")
        assert refused.value.reason == "tenant_deleted"
