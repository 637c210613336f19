"""Suspending and resuming tenants."""

import asyncio
from itertools import pairwise

import pytest
from contracts.faults import Conflict, Malformed, NotFound
from contracts.tenant.v1 import (
    SUSPEND_TENANT,
    DeleteTenantRequest,
    ResumeTenantRequest,
    SuspendTenantRequest,
    TenantRecord,
    TenantSuspended,
)


@pytest.fixture(autouse=True)
async def acme(platform):
    made = await platform.create("acme")
    await platform.told("AUDIT")
    await platform.told("EVENTS")
    return made


async def suspend(platform, reason="unpaid"):
    request = SuspendTenantRequest(slug="acme", reason=reason)
    return (await platform.tenants.suspend_tenant(request)).tenant


async def resume(platform):
    return (await platform.tenants.resume_tenant(ResumeTenantRequest(slug="acme"))).tenant


async def make_pending(platform):
    """As a tenant with integrations starts."""
    await platform.database["tenants"].update_one({"slug": "acme"}, {"$set": {"status": "pending"}})


class TestSuspendTenant:
    async def test_suspended(self, platform):
        """The tenant is suspended, for the reason given."""
        made = await suspend(platform)
        assert (made.status, made.status_reason, made.version) == ("suspended", "unpaid", 2)

    async def test_twice(self, platform):
        """Suspending twice keeps the first reason and leaves one entry."""
        first = await suspend(platform, "unpaid")
        assert await suspend(platform, "abuse") == first
        assert len(await platform.entries()) == 1

    async def test_entry(self, platform):
        """The entry holds the reason and the change of state."""
        await suspend(platform)
        (entry,) = await platform.entries()
        assert entry.action == "tenant.suspended"
        assert entry.metadata == {
            "reason": "unpaid",
            "changes": {
                "status": {"before": "active", "after": "suspended"},
                "statusReason": {"before": "", "after": "unpaid"},
            },
        }

    async def test_event(self, platform):
        """The event carries the tenant as it was answered, its new time and version included."""
        made = await suspend(platform)
        ((subject, payload),) = await platform.told("EVENTS")
        assert subject == "event.tenant.acme.suspended"
        assert TenantSuspended.read(payload).tenant == made

    async def test_directory(self, platform):
        """The directory says so."""
        await suspend(platform)
        record = TenantRecord.read(await platform.directory("tenant.acme"))
        assert (record.status, record.version) == ("suspended", 2)

    async def test_pending(self, platform):
        """A tenant that isn't active yet can be suspended too."""
        await make_pending(platform)
        assert (await suspend(platform)).status == "suspended"

    async def test_deleted(self, platform):
        """From deleted no way leads there; the refusal names both states."""
        await platform.tenants.delete_tenant(DeleteTenantRequest(slug="acme"))
        with pytest.raises(Conflict, match=r"deleted.*suspended") as refused:
            await suspend(platform)
        assert refused.value.reason == "illegal_transition"

    async def test_none(self, platform):
        """A slug that nobody has is not found."""
        with pytest.raises(NotFound):
            await platform.send(SUSPEND_TENANT, {"slug": "nobody", "reason": "unpaid"})

    @pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": None}, {"reason": "x" * 501}])
    async def test_without_reason(self, platform, body):
        """A reason is needed."""
        with pytest.raises(Malformed) as refused:
            await platform.send(SUSPEND_TENANT, {"slug": "acme", **body})
        assert [error.field for error in refused.value.errors] == ["reason"]

    async def test_against_resume(self, platform):
        """Two who disagree end in one state, with a true history of each change."""
        await asyncio.gather(*(call(platform) for call in [suspend, resume] * 6))
        entries = await platform.entries()
        states = [entry.metadata["changes"]["status"] for entry in entries]
        assert all(one["after"] == other["before"] for one, other in pairwise(states))
        stored = await platform.database["tenants"].find_one({"slug": "acme"})
        assert stored["status"] == (states[-1]["after"] if states else "active")
        assert stored["version"] == 1 + len(entries)


class TestResumeTenant:
    async def test_resumed(self, platform):
        """The tenant is active again, and the reason is gone."""
        await suspend(platform)
        made = await resume(platform)
        assert (made.status, made.status_reason, made.version) == ("active", "", 3)

    async def test_active(self, platform, acme):
        """Resuming an active tenant changes nothing and leaves no entry."""
        assert await resume(platform) == acme
        assert await platform.entries() == []

    async def test_back_to_pending(self, platform):
        """A tenant that was pending is pending again."""
        await make_pending(platform)
        await suspend(platform)
        assert (await resume(platform)).status == "pending"

    async def test_entry(self, platform):
        """The entry holds the change of state."""
        await suspend(platform)
        await resume(platform)
        entry = (await platform.entries())[-1]
        assert entry.action == "tenant.resumed"
        assert entry.metadata["changes"]["status"] == {"before": "suspended", "after": "active"}

    async def test_deleted(self, platform):
        """From deleted no way leads back."""
        await platform.tenants.delete_tenant(DeleteTenantRequest(slug="acme"))
        with pytest.raises(Conflict) as refused:
            await resume(platform)
        assert refused.value.reason == "illegal_transition"
