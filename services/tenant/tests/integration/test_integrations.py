"""Which systems a tenant is to have, and what they say of it."""

import json

import pytest
from chassis import AuditTrail
from chassis.outbox import Outbox
from contracts.faults import Malformed
from contracts.tenant.v1 import (
    CREATE_TENANT,
    GetTenantRequest,
    ListTenantsRequest,
    UpdateTenantRequest,
    Usage,
)
from tenant.changing import Changing
from tenant.history import History
from tenant.lifecycle import activate, suspend
from tenant.store import TenantStore


@pytest.fixture
def store(platform):
    """Give the store under the running service."""
    return TenantStore(Outbox(platform.relay.wake))


@pytest.fixture
def changing(store):
    """Give what reconciliation changes tenants by."""
    return Changing(store, History(AuditTrail("tenant")))


async def read(platform, slug="acme"):
    return (await platform.tenants.get_tenant(GetTenantRequest(slug=slug))).tenant


class TestWanted:
    async def test_usual(self, start):
        """Of whom nothing is said gets what the settings say."""
        platform = await start(integrations=("stalwart", "authentik"))
        assert (await platform.create("acme")).integrations == ["authentik", "stalwart"]

    async def test_said(self, platform):
        """An operator may say otherwise, also that there are none."""
        assert (await platform.create("acme", integrations=["ocis"])).integrations == ["ocis"]
        assert (await platform.create("globex", integrations=[])).integrations == []

    async def test_changed(self, platform):
        """A change replaces them, and the directory tells whom an incident hits."""
        await platform.create("acme")
        request = UpdateTenantRequest(slug="acme", version=1, integrations=["stalwart", "ocis"])
        await platform.tenants.update_tenant(request)
        assert json.loads(await platform.directory("tenant.acme"))["integrations"] == [
            "ocis",
            "stalwart",
        ]

    @pytest.mark.parametrize("given", [["exchange"], ["ocis", "ocis"], "ocis"])
    async def test_malformed(self, platform, given):
        """The refusal names the field."""
        with pytest.raises(Malformed) as refused:
            await platform.send(
                CREATE_TENANT, {"slug": "acme", "name": "Acme", "integrations": given}
            )
        assert {error.field.partition(".")[0] for error in refused.value.errors} == {"integrations"}


class TestNoted:
    async def test_no_change_of_the_tenant_s(self, platform, store):
        """What other systems say raises no version, so nobody's change is refused for it."""
        await platform.create("acme")
        used = Usage.parse({"users": 3, "readAt": "2026-11-01T10:00:00Z"})
        await store.note("acme", provisioning="ready", used=used)
        found = await read(platform)
        assert (found.version, found.provisioning, found.used) == (1, "ready", used)

    async def test_outlives_a_change(self, platform, store):
        """A change that was begun before takes nothing of it back."""
        await platform.create("acme")
        stale = await store.document("acme")
        await store.note("acme", provisioning="failing")
        stale.name = "Acme & Sons"
        await store._outbox.save(stale, [])
        found = await read(platform)
        assert (found.name, found.provisioning) == ("Acme & Sons", "failing")

    async def test_found_by(self, platform, store):
        """The list shows, and counts, those who stand so."""
        for slug, state in {"acme": "ready", "globex": "failing", "initech": "ready"}.items():
            await platform.create(slug)
            await store.note(slug, provisioning=state)
        asked = ListTenantsRequest(provisioning="ready")
        found = await platform.tenants.list_tenants(asked)
        assert [tenant.slug for tenant in found.items] == ["acme", "initech"]
        assert found.counts["active"] == 2


class TestActivated:
    @pytest.fixture
    async def pending(self, platform):
        """Give a tenant whose systems aren't ready."""
        await platform.create("acme")
        tenants = platform.database["tenants"]
        await tenants.update_one({"slug": "acme"}, {"$set": {"status": "pending"}})
        await platform.told("AUDIT")

    @pytest.mark.usefixtures("pending")
    async def test_entry(self, platform, changing):
        """Once ready it is active, by one entry and one event, however often it is told."""
        await changing.change("acme", "activated", activate)
        await changing.change("acme", "activated", activate)
        (entry,) = await platform.entries()
        assert entry.action == "tenant.activated"
        assert entry.metadata["changes"] == {"status": {"before": "pending", "after": "active"}}
        subjects = [subject for subject, _ in await platform.told("EVENTS")]
        assert subjects[-1] == "event.tenant.acme.activated"

    @pytest.mark.usefixtures("pending")
    async def test_suspended_meanwhile(self, platform, changing):
        """What is ready while the tenant is suspended wakes nobody up."""
        await changing.change("acme", "suspended", lambda one: suspend(one, reason="unpaid"))
        await changing.change("acme", "activated", activate)
        assert (await read(platform)).status == "suspended"
