"""Purging tenants whose retention has ended."""

import asyncio
from datetime import timedelta

import pytest
from chassis import AuditTrail, now
from chassis.outbox import Outbox
from contracts.faults import Conflict, NotFound
from contracts.tenant.v1 import (
    AddTenantUserRequest,
    DeleteTenantRequest,
    GetTenantRequest,
    ListTenantsRequest,
    RestoreTenantRequest,
    TenantRecord,
    UpdateTenantRequest,
)
from tenant.api_keys.service import ApiKeyService
from tenant.api_keys.store import ApiKeyStore
from tenant.changing import Changing
from tenant.deletions import Deletions
from tenant.history import History
from tenant.people.history import UserHistory
from tenant.people.leaving import Leaving
from tenant.people.store import UserStore
from tenant.purging import Purging
from tenant.remains import Remains
from tenant.store import TenantStore

KEPT = timedelta(days=30)


@pytest.fixture
def purging(platform):
    """Give a sweep some days from now."""

    def purging(*, days=31):
        outbox, audit = Outbox(platform.relay.wake), AuditTrail("tenant")
        tenants, users = TenantStore(outbox), UserStore(outbox)
        return Purging(
            Deletions(),
            Changing(tenants, History(audit)),
            Leaving(users, UserHistory(audit)),
            ApiKeyService(ApiKeyStore(outbox), tenants, audit),
            Remains(),
            retention=KEPT,
            clock=lambda: now() + timedelta(days=days),
        )

    return purging


@pytest.fixture(autouse=True)
async def acme(platform):
    made = await platform.create("acme", domains=["acme.example"])
    request = AddTenantUserRequest(slug="acme", email="ann@acme.example", role="owner")
    await platform.users.add_tenant_user(request)
    await platform.tenants.delete_tenant(DeleteTenantRequest(slug="acme"))
    await platform.told("AUDIT")
    return made


async def stored(platform):
    return await platform.database["tenants"].find_one({"slug": "acme"})


async def hold(platform, version=2, **said):
    request = UpdateTenantRequest(slug="acme", version=version, **said)
    await platform.tenants.update_tenant(request)
    await platform.told("AUDIT")


class TestPurge:
    async def test_counts(self, platform, purging):
        """Whoever counted it counts it no longer, also when the document is gone by then."""
        before = (await platform.tenants.list_tenants(ListTenantsRequest())).counts
        await purging().sweep()
        await platform.relay.sweep()
        await purging().sweep()
        after = (await platform.tenants.list_tenants(ListTenantsRequest())).counts
        assert (before["deleted"], after["deleted"]) == (1, 0)

    async def test_too_early(self, platform, purging):
        """Within the retention nothing happens."""
        await purging(days=29).sweep()
        assert (await stored(platform))["status"] == "deleted"

    async def test_entry(self, platform, purging):
        """The entry is the system's, and holds the change of state."""
        await purging().sweep()
        (entry,) = await platform.entries()
        assert (entry.action, entry.actor_type, entry.tenant_slug) == (
            "tenant.purged",
            "system",
            "acme",
        )
        assert entry.metadata["changes"] == {"status": {"before": "deleted", "after": "purged"}}

    async def test_the_outbox_first(self, platform, purging):
        """The document stays until everything about it is published."""
        await purging().sweep()
        await purging().sweep()
        assert await stored(platform) is not None
        await platform.relay.sweep()
        await purging().sweep()
        assert await stored(platform) is None

    async def test_directory(self, platform, purging):
        """The directory forgets its name and domains."""
        await purging().sweep()
        record = TenantRecord.read(await platform.directory("tenant.acme"))
        assert (record.status, record.name, record.domains) == ("purged", "", [])

    async def test_memberships(self, platform, purging):
        """Its people are its people no longer: who takes the slug doesn't get them."""
        await purging().sweep()
        await platform.told("AUDIT")
        await purging().sweep()
        person = await platform.database["users"].find_one({"email": "ann@acme.example"})
        assert person["memberships"] == []
        assert [entry.action for entry in await platform.entries()] == ["user.removed"]

    async def test_nobody_reads_it(self, platform, purging):
        """Between the two passes it is there for nobody."""
        await purging().sweep()
        with pytest.raises(NotFound):
            await platform.tenants.get_tenant(GetTenantRequest(slug="acme"))

    async def test_restored_too_late(self, platform, purging):
        """Nothing leads out of purged; the refusal names both states."""
        await purging().sweep()
        with pytest.raises(Conflict, match=r"purged.*active") as refused:
            await platform.tenants.restore_tenant(RestoreTenantRequest(slug="acme"))
        assert refused.value.reason == "illegal_transition"

    async def test_held_too_late(self, platform, purging):
        """A hold can't bring back what is purged."""
        await purging().sweep()
        with pytest.raises(NotFound) as refused:
            await hold(platform, 3, legal_hold=True)
        assert refused.value.reason == "tenant_not_found"

    @pytest.mark.parametrize("field", ["legal_hold", "deletion_protection"])
    async def test_held(self, platform, purging, field):
        """Never under deletion protection or legal hold; afterwards it is."""
        await hold(platform, **{field: True})
        await purging().sweep()
        assert (await stored(platform))["status"] == "deleted"
        await hold(platform, 3, **{field: False})
        await purging().sweep()
        assert (await stored(platform))["status"] == "purged"

    async def test_many_sweeps_at_once(self, platform, purging):
        """However many instances sweep, the tenant is purged once."""
        await asyncio.gather(*(purging().sweep() for _ in range(8)))
        actions = [entry.action for entry in await platform.entries()]
        assert actions.count("tenant.purged") == 1

    async def test_against_restore(self, platform, purging):
        """Either it is restored or it is purged: the history says which, and once."""
        request = RestoreTenantRequest(slug="acme")
        tries = await asyncio.gather(
            platform.tenants.restore_tenant(request), purging().sweep(), return_exceptions=True
        )
        (entry,) = await platform.entries()
        status = (await stored(platform))["status"]
        restored = not isinstance(tries[0], Conflict)
        assert (entry.action, status) == (
            ("tenant.restored", "active") if restored else ("tenant.purged", "purged")
        )

    async def test_what_it_gave_up(self, platform, purging):
        """Once it is gone, its domains belong to whoever asks."""
        await self._until_gone(platform, purging)
        other = await platform.create("globex", domains=["acme.example"])
        assert other.domains == ["acme.example"]

    async def test_its_slug(self, platform, purging):
        """Its slug stays taken: its next owner would read the audit entries of the first."""
        await self._until_gone(platform, purging)
        with pytest.raises(Conflict) as refused:
            await platform.create("acme")
        assert refused.value.reason == "slug_taken"

    async def _until_gone(self, platform, purging):
        await purging().sweep()
        await platform.relay.sweep()
        await purging().sweep()
        assert await stored(platform) is None
