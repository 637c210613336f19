"""Two operators who suspend and resume the same tenant at once."""

import asyncio

from contracts.tenant.v1 import GetTenantRequest, ResumeTenantRequest, SuspendTenantRequest

ROUNDS = 12


class TestAtOnce:
    async def test_one_state_and_a_true_history(self, platform):
        """The entries, one after the other, are a walk that ends in the stored state."""
        await platform.create("acme")
        await platform.told("AUDIT")
        calls = []
        for number in range(ROUNDS):
            suspend = SuspendTenantRequest(slug="acme", reason=f"by the first, {number}")
            calls.append(platform.tenants.suspend_tenant(suspend))
            calls.append(platform.tenants.resume_tenant(ResumeTenantRequest(slug="acme")))
        await asyncio.gather(*calls)
        stored = (await platform.tenants.get_tenant(GetTenantRequest(slug="acme"))).tenant
        entries = await platform.entries()
        assert entries
        status, reason = "active", ""
        for entry in entries:
            changed = entry.metadata["changes"]
            assert changed["status"]["before"] == status
            status = changed["status"]["after"]
            reason = changed["statusReason"]["after"]
            assert entry.action == f"tenant.{'suspended' if status == 'suspended' else 'resumed'}"
        assert (stored.status, stored.status_reason or None) == (status, reason or None)
        assert stored.version == 1 + len(entries)
