"""From pending to active, suspended and back, and gone: outside as well."""

import json
from datetime import timedelta

import pytest
from chassis import AuditTrail, now
from chassis.directory import person_key, space_key
from contracts.tenant.v1 import (
    DeleteTenantRequest,
    RestoreTenantRequest,
    ResumeTenantRequest,
    SuspendTenantRequest,
    UpdateTenantRequest,
)
from devstack.waiting import eventually
from tenant.api_keys.service import ApiKeyService
from tenant.api_keys.store import ApiKeyStore
from tenant.changing import Changing
from tenant.deletions import Deletions
from tenant.history import History
from tenant.people.history import UserHistory
from tenant.people.leaving import Leaving
from tenant.people.store import UserStore
from tenant.provisioning.memory.store import MemoryStore
from tenant.provisioning.queue.store import WorkQueue
from tenant.provisioning.store import ProvisioningStore
from tenant.provisioning.teardown import Teardown
from tenant.purging import Purging
from tenant.remains import Remains
from tenant.store import TenantStore


def space_of(outside, tenant):
    (space,) = (one for one in outside.objects("drive") if tenant.id in one["driveAlias"])
    return space


def may_sign_in(outside, email):
    (user,) = outside.found("/core/users/", email=email)
    return user["is_active"]


async def suspend(running, slug):
    request = SuspendTenantRequest(slug=slug, reason="unpaid")
    return (await running.tenants.suspend_tenant(request)).tenant


async def resume(running, slug):
    return (await running.tenants.resume_tenant(ResumeTenantRequest(slug=slug))).tenant


class TestCreate:
    async def test_pending_then_active(self, running, slug):
        """Active once every system is ready, with one entry that says so."""
        made = await running.create(slug, "ann", "bob")
        assert made.status == "pending"
        state = await running.settled(slug, people=2)
        assert [one.integration for one in state.integrations] == ["authentik", "ocis", "stalwart"]
        for one in state.integrations:
            assert [(c.type, c.status) for c in one.conditions] == [
                ("Ready", "true"),
                ("Synced", "true"),
            ]
            assert one.external_id
            assert one.observed_generation == state.generation
        tenant = await running.tenant(slug)
        assert tenant.status == "active"
        assert tenant.provisioning == "ready"
        entries = await running.told("tenant.activated")
        assert [one.metadata["changes"]["status"] for one in entries] == [
            {"before": "pending", "after": "active"}
        ]
        assert [one.actor_type for one in entries] == ["system"]

    async def test_used_figures(self, running, outside, slug):
        """As the systems said, and when they were read; the version stays."""
        made = await running.create(slug, "ann", "bob")
        await running.settled(slug, people=2)
        space = space_of(outside, made)
        outside.put("drive", space["id"], quota={**space["quota"], "used": 5 * 1024**3 + 1})
        version = (await running.tenant(slug)).version
        await running.reconcile(slug)
        tenant = await running.tenant(slug)
        used = tenant.used
        assert (used.users, used.mailboxes, used.storage_gib) == (2, 2, 6)
        assert abs(used.read_at - now()) < timedelta(minutes=1)
        assert tenant.version == version

    async def test_directory(self, running, outside, slug):
        """The log of oCIS is understood: whose a space is, and who somebody is."""
        made = await running.create(slug, "ann")
        await running.settled(slug, people=1)
        space = space_of(outside, made)["id"].partition("$")[2]
        assert json.loads(await running.directory(space_key(space)))["tenantSlug"] == slug
        (user,) = outside.found("/core/users/", email=f"ann@{slug}.example")
        record = json.loads(await running.directory(person_key("authentik", str(user["pk"]))))
        assert record["email"] == f"ann@{slug}.example"
        (theirs,) = (one for one in outside.objects("graph_user") if slug in one.get("mail", ""))
        assert json.loads(await running.directory(person_key("ocis", theirs["id"])))

    async def test_changes_follow(self, running, outside, slug):
        """A name, a domain, people: each change is followed."""
        made = await running.create(slug, "ann")
        await running.settled(slug, people=1)
        version = (await running.tenant(slug)).version
        update = UpdateTenantRequest(
            slug=slug, version=version, name="Renamed", domains=[f"{slug}.test"]
        )
        await running.tenants.update_tenant(update)

        async def followed():
            names = {one["name"] for one in outside.objects("domain")}
            return space_of(outside, made)["name"] == "Renamed" and f"{slug}.test" in names

        await eventually(followed)

    async def test_only_what_it_is_to_have(self, running, outside, slug):
        """One without files has no space; taken away later, its mail is closed and kept."""
        made = await running.create(slug, "ann", integrations=["authentik", "stalwart"])
        state = await running.settled(slug, people=1)
        assert [one.integration for one in state.integrations] == ["authentik", "stalwart"]
        assert not [one for one in outside.objects("drive") if made.id in one["driveAlias"]]
        assert (await running.tenant(slug)).used.storage_gib == 0
        version = (await running.tenant(slug)).version
        update = UpdateTenantRequest(slug=slug, version=version, integrations=["authentik"])
        await running.tenants.update_tenant(update)

        async def closed():
            (account,) = (one for one in outside.objects("account") if _is_of(outside, one, slug))
            return "authenticate" in account["permissions"].get("disabledPermissions", {})

        await eventually(closed)
        state = await running.until(slug, "ready")
        (mail,) = (one for one in state.integrations if one.integration == "stalwart")
        assert [(one.status, one.reason) for one in mail.conditions] == [
            ("false", "not_wanted"),
            ("true", "applied"),
        ]


class TestSuspend:
    async def test_really(self, running, outside, slug):
        """Nobody signs in anywhere while suspended; resuming brings back exactly what was."""
        made = await running.create(slug, "ann", "bob")
        await running.settled(slug, people=2)
        (bob,) = outside.found("/core/users/", email=f"bob@{slug}.example")
        outside.api("PATCH", f"/core/users/{bob['pk']}/", {"is_active": False})
        accounts = {
            one["id"]: one for one in outside.objects("account") if _is_of(outside, one, slug)
        }
        before = (accounts, space_of(outside, made))
        await suspend(running, slug)
        await running.until(slug, "suspended")
        assert not may_sign_in(outside, f"ann@{slug}.example")
        assert all(
            "authenticate" in one["permissions"]["disabledPermissions"]
            for one in outside.objects("account")
            if one["id"] in accounts
        )
        assert "deleted" in space_of(outside, made)["root"]
        await resume(running, slug)
        await running.until(slug, "ready")
        assert may_sign_in(outside, f"ann@{slug}.example")
        assert not may_sign_in(outside, f"bob@{slug}.example")
        now_there = {one["id"]: one for one in outside.objects("account") if one["id"] in accounts}
        assert (now_there, space_of(outside, made)) == before
        actions = [one.action for one in await running.told("provisioning.resumed")]
        assert actions == ["provisioning.resumed"]
        assert len(await running.told("provisioning.suspended")) == 1

    async def test_deleting_does_no_more(self, running, outside, slug):
        """DELETE closes, and restoring opens: nothing is destroyed before the purge."""
        made = await running.create(slug, "ann")
        await running.settled(slug, people=1)
        await running.tenants.delete_tenant(DeleteTenantRequest(slug=slug))
        await running.until(slug, "suspended")
        assert space_of(outside, made)["root"]["deleted"] == {"state": "trashed"}
        await running.tenants.restore_tenant(RestoreTenantRequest(slug=slug))
        await running.until(slug, "ready")
        assert "deleted" not in space_of(outside, made)["root"]

    async def test_whoever_belongs_elsewhere_too(self, running, outside, slug):
        """A person of two tenants signs in as long as one of them is open."""
        await running.create(slug, "ann")
        await running.create(f"{slug}-two", "bob")
        await running.add(f"{slug}-two", f"ann@{slug}.example")
        await running.settled(slug, people=1)
        await running.settled(f"{slug}-two", people=2)
        await suspend(running, slug)
        await running.until(slug, "suspended")
        assert may_sign_in(outside, f"ann@{slug}.example")
        await suspend(running, f"{slug}-two")
        await running.until(f"{slug}-two", "suspended")
        assert not may_sign_in(outside, f"ann@{slug}.example")
        await resume(running, slug)
        await running.until(slug, "ready")
        assert may_sign_in(outside, f"ann@{slug}.example")


def _is_of(outside, account, slug):
    domains = {one["id"]: one["name"] for one in outside.objects("domain")}
    return domains.get(account["domainId"], "").startswith(slug)


class TestPurge:
    @pytest.fixture
    def purging(self, running):
        """Give a sweep a month from now."""
        outbox, audit = running.chassis.outbox, AuditTrail("tenant")
        tenants, users = TenantStore(outbox), UserStore(outbox)
        teardown = Teardown(
            ProvisioningStore(outbox),
            WorkQueue(),
            MemoryStore(),
            is_needed=True,
            wake=lambda: None,
        )
        return Purging(
            Deletions(),
            Changing(tenants, History(audit)),
            Leaving(users, UserHistory(audit)),
            ApiKeyService(ApiKeyStore(outbox), tenants, audit),
            Remains(),
            teardown,
            retention=timedelta(days=30),
            clock=lambda: now() + timedelta(days=31),
        )

    async def test_tears_down_and_proves_it(self, running, outside, purging, slug):
        """Gone everywhere before the document goes; the record lists what was seen absent."""
        made = await running.create(slug, "ann")
        await running.settled(slug, people=1)
        await running.tenants.delete_tenant(DeleteTenantRequest(slug=slug))
        await running.until(slug, "suspended")
        records = running.database["deletion_records"]

        async def removed():
            await purging.sweep()
            return await running.database["tenants"].find_one({"slug": slug}) is None

        await eventually(removed)
        record = await records.find_one({"_id": slug})
        assert record["tenantId"] == made.id
        assert f"space {slug}" in record["absent"]["ocis"]
        assert f"domain {slug}.example" in record["absent"]["stalwart"]
        assert f"account ann@{slug}.example" in record["absent"]["stalwart"]
        assert f"group {slug}" in record["absent"]["authentik"]
        assert not [one for one in outside.objects("drive") if made.id in one["driveAlias"]]
        assert outside.found("/core/users/", email=f"ann@{slug}.example") == []

        async def left():
            await purging.sweep()
            names = ("provisioning", "provisioning_work", "provisioned_items")
            mine = {"scope": {"$ne": "_"}}
            return [await running.database[name].count_documents(mine) for name in names]

        await eventually(left, until=lambda counts: counts == [0, 0, 0])
        (told,) = await running.told("provisioning.torn_down")
        assert told.metadata["absent"] == record["absent"]

    async def test_never_while_a_system_is_away(self, running, outside, purging, slug):
        """The document stays until everything is gone, and mail goes first."""
        await running.create(slug, "ann")
        await running.settled(slug, people=1)
        await running.tenants.delete_tenant(DeleteTenantRequest(slug=slug))
        await running.until(slug, "suspended")
        outside.mishaps({"mode": "refuse", "status": 500, "path": "/ocis/", "times": -1})
        await purging.sweep()

        async def tried():
            await purging.sweep()
            return outside.struck()[0]

        await eventually(tried, until=lambda count: count > 6)
        assert await running.database["tenants"].find_one({"slug": slug})
        assert not [one for one in outside.objects("domain") if one["name"].startswith(slug)]
        assert len(outside.found("/core/groups/", name=f"tenant-{slug}")) == 1
        outside.mishaps()

        async def removed():
            await purging.sweep()
            return await running.database["tenants"].find_one({"slug": slug}) is None

        await eventually(removed)
        record = await running.database["deletion_records"].find_one({"_id": slug})
        assert f"account ann@{slug}.example" in record["absent"]["stalwart"]
        assert f"space {slug}" in record["absent"]["ocis"]
