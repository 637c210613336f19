"""Reconciling on demand, dry runs, drift, trouble, and pauses."""

import pytest
from bus import acting_as
from contracts.faults import Forbidden, NotFound
from contracts.tenant.v1 import (
    GetProvisioningRequest,
    ListIntegrationsRequest,
    ListTenantsRequest,
    PauseIntegrationRequest,
    PauseProvisioningRequest,
    UnpauseIntegrationRequest,
    UnpauseProvisioningRequest,
)
from devstack.waiting import eventually

ALWAYS = {"mode": "refuse", "status": 500, "times": -1}


def space_of(outside, tenant):
    (space,) = (one for one in outside.objects("drive") if tenant.id in one["driveAlias"])
    return space


def synced(state, integration):
    (found,) = (one for one in state.integrations if one.integration == integration)
    return next(one for one in found.conditions if one.type == "Synced")


@pytest.fixture
async def ready(running, slug):
    """Give a tenant with one person, provisioned everywhere."""
    made = await running.create(slug, "ann")
    await running.settled(slug, people=1)
    return made


class TestReconcileTenant:
    async def test_resolves_when_done(self, running, outside, ready):
        """Drift is gone when the answer says done, and exactly one entry says who asked."""
        space = space_of(outside, ready)
        outside.put("drive", space["id"], name="Renamed by hand")
        answer = await running.reconcile(ready.slug)
        assert answer.done
        assert answer.provisioning.observed_generation >= answer.generation > 0
        assert space_of(outside, ready)["name"] == ready.name
        asked = await running.told("tenant.reconcile_requested")
        assert [one.tenant_slug for one in asked] == [ready.slug]

    async def test_answers_at_once(self, running, ready):
        """Without a wait it is an acknowledgement: the generation to look out for."""
        answer = await running.reconcile(ready.slug, wait_seconds=0)
        asked = GetProvisioningRequest(slug=ready.slug, generation=answer.generation)
        state = (await running.provisioning.get_provisioning(asked)).provisioning
        assert state.observed_generation >= answer.generation

    async def test_not_done_in_time(self, running, outside, ready):
        """When a system is away, the answer says that it isn't done."""
        outside.mishaps({**ALWAYS, "path": "/ocis/"})
        answer = await running.reconcile(ready.slug, wait_seconds=1)
        assert not answer.done
        assert answer.provisioning.observed_generation < answer.generation

    async def test_dry_run(self, running, outside, ready):
        """The plan, and nothing else: no change, no entry, no generation."""
        space = space_of(outside, ready)
        outside.put("drive", space["id"], name="Renamed by hand")
        outside.drop("account", _account_of(outside, ready)["id"])
        before = await running.state(ready.slug)
        answer = await running.reconcile(ready.slug, dry_run=True)
        steps = [(one.integration, one.action, one.kind, one.key) for one in answer.steps]
        assert steps == [
            ("ocis", "update", "space", ready.slug),
            ("stalwart", "create", "account", f"ann@{ready.slug}.example"),
        ]
        assert answer.steps[0].changes == {
            "name": {"before": "Renamed by hand", "after": ready.name}
        }
        assert answer.steps[0].external_id == space["id"]
        assert space_of(outside, ready)["name"] == "Renamed by hand"
        assert (await running.state(ready.slug)).generation == before.generation
        assert await running.entries("tenant.reconcile") == []

    async def test_dry_run_tells_who_is_away(self, running, outside, ready):
        """What the others say is told nevertheless."""
        outside.mishaps({**ALWAYS, "path": "/ocis/"})
        answer = await running.reconcile(ready.slug, dry_run=True)
        assert list(answer.failures) == ["ocis"]

    async def test_own(self, running, ready, member_of):
        """Who runs a tenant reconciles it; its members may not, and others don't find it."""
        for role in ("owner", "admin"):
            with acting_as(member_of(ready.slug, role=role)):
                assert (await running.reconcile(ready.slug)).done
        for stranger, refusal in (
            (member_of(ready.slug), Forbidden),
            (member_of("elsewhere", role="owner"), NotFound),
        ):
            with acting_as(stranger), pytest.raises(refusal):
                await running.reconcile(ready.slug)

    async def test_nobody(self, running):
        """There is no such tenant."""
        with pytest.raises(NotFound):
            await running.reconcile("nobody")


def _account_of(outside, tenant):
    domains = {one["id"]: one["name"] for one in outside.objects("domain")}
    (account,) = (
        one
        for one in outside.objects("account")
        if domains.get(one["domainId"]) == f"{tenant.slug}.example"
    )
    return account


class TestGetProvisioning:
    async def test_to_whom(self, running, ready, operator, member_of, partner_of):
        """Admins of the tenant read it without operators' words; members and others don't."""
        asked = GetProvisioningRequest(slug=ready.slug)

        async def as_(actor):
            with acting_as(actor):
                return (await running.provisioning.get_provisioning(asked)).provisioning

        assert (await as_(operator)).state == "ready"
        assert (await as_(member_of(ready.slug, role="owner"))).state == "ready"
        for stranger in (member_of("elsewhere", role="owner"), partner_of("reseller")):
            with pytest.raises(NotFound):
                await as_(stranger)

    async def test_on_the_tenant(self, running, ready, member_of):
        """The tenant shows it; to its own people only what it amounts to."""
        assert len((await running.state(ready.slug)).integrations) == 3
        with acting_as(member_of(ready.slug)):
            shown = (await running.tenant(ready.slug)).provisioning
        assert shown == "ready"

    async def test_filter(self, running, ready):
        """The list is filtered by it."""

        async def listed(state):
            asked = ListTenantsRequest(provisioning=state)
            found = await running.tenants.list_tenants(asked)
            return [one.slug for one in found.items], found.counts["active"]

        assert await listed("ready") == ([ready.slug], 1)
        assert await listed("failing") == ([], 0)


class TestDrift:
    async def test_is_repaired(self, start, outside, slug):
        """At the next look, with an entry that tells what was done."""
        running = await start(provisioning_resync_minutes=0.01)
        made = await running.create(slug, "ann")
        await running.settled(slug, people=1)
        outside.put("drive", space_of(outside, made)["id"], name="Renamed by hand")
        (repaired, *_) = await running.told("provisioning.repaired")
        (step,) = repaired.metadata["steps"]["ocis"]
        assert (step["action"], step["kind"]) == ("update", "space")
        assert space_of(outside, made)["name"] == made.name

    async def test_is_only_reported(self, start, outside, slug):
        """By setting: told once, shown as drifted, and repaired when somebody asks for it."""
        running = await start(provisioning_resync="report", provisioning_resync_minutes=0.01)
        made = await running.create(slug, "ann")
        await running.settled(slug, people=1)
        outside.put("drive", space_of(outside, made)["id"], name="Renamed by hand")
        await running.until(slug, "drifted")
        assert "update space" in synced(await running.state(slug), "ocis").message
        assert space_of(outside, made)["name"] == "Renamed by hand"
        looked = (await _attempted(running, slug)) + 2

        async def looks():
            return await _attempted(running, slug)

        await eventually(looks, until=lambda count: count > looked)
        assert len(await running.told("provisioning.drift_found")) == 1
        assert (await running.reconcile(slug)).done
        assert space_of(outside, made)["name"] == made.name
        await running.until(slug, "ready")


async def _attempted(running, slug):
    found = await running.database["provisioning"].find_one({"slug": slug})
    return found["version"]


class TestTrouble:
    async def test_is_told_once(self, running, outside, ready):
        """However often it is tried again; and its end is told, too."""
        outside.mishaps({**ALWAYS, "path": "/ocis/"})
        await running.reconcile(ready.slug, wait_seconds=0)

        async def state():
            return await running.state(ready.slug)

        def has_failed_often(seen):
            return max(one.failures for one in seen.integrations) >= 5

        seen = await eventually(state, until=has_failed_often)
        assert seen.state == "failing"
        condition = synced(seen, "ocis")
        assert (condition.status, condition.reason) == ("false", "broken")
        outside.mishaps()
        await running.until(ready.slug, "ready")
        failed = await running.told("provisioning.failed", "provisioning.recovered")
        assert [one.action for one in failed] == ["provisioning.failed", "provisioning.recovered"]
        assert failed[0].outcome == "failure"
        assert failed[0].metadata["causes"]["ocis"]["reason"] == "broken"

    async def test_what_passes_is_nobody_s_business(self, running, outside, ready):
        """A hiccup leaves no entry."""
        outside.mishaps({"mode": "refuse", "status": 500, "path": "/ocis/", "times": 4})
        assert (await running.reconcile(ready.slug)).done
        assert await running.entries("provisioning.failed") == []

    async def test_stays_ready_while_a_system_is_away(self, running, outside, ready):
        """Nothing says that it can't be used."""
        outside.mishaps({**ALWAYS, "path": "/stalwart/"})
        await running.reconcile(ready.slug, wait_seconds=1)
        (mail,) = (
            one
            for one in (await running.state(ready.slug)).integrations
            if one.integration == "stalwart"
        )
        assert {one.type: one.status for one in mail.conditions} == {
            "Ready": "true",
            "Synced": "false",
        }

    async def test_refused_credentials(self, start, slug):
        """Nobody insists: the circuit opens at once, for all tenants."""
        running = await start(stalwart_secret="wrong", provisioning_circuit_seconds=60.0)
        await running.create(slug, "ann")
        await running.create(f"{slug}-two", "bob")
        state = await eventually(
            lambda: running.state(slug), until=lambda seen: seen.state == "failing"
        )
        assert synced(state, "stalwart").reason in {"credentials_refused", "circuit_open"}
        items = (await running.integrations.list_integrations(ListIntegrationsRequest())).items
        assert {one.integration: one.circuit_open for one in items} == {
            "authentik": False,
            "ocis": False,
            "stalwart": True,
        }
        assert (await running.tenant(slug)).status == "pending"


class TestPause:
    async def test_one_tenant(self, running, outside, ready):
        """One system is left alone for one tenant, the others follow; then it is made up for."""
        request = PauseProvisioningRequest(slug=ready.slug, integration="ocis", reason="migration")
        await running.provisioning.pause_provisioning(request)
        await running.provisioning.pause_provisioning(request)
        outside.put("drive", space_of(outside, ready)["id"], name="By hand")
        await running.reconcile(ready.slug, wait_seconds=1)
        state = await running.state(ready.slug)
        assert state.state == "paused"
        assert {one.integration: one.paused for one in state.integrations} == {
            "authentik": False,
            "ocis": True,
            "stalwart": False,
        }
        assert space_of(outside, ready)["name"] == "By hand"
        unpause = UnpauseProvisioningRequest(slug=ready.slug)
        await running.provisioning.unpause_provisioning(unpause)
        await running.until(ready.slug, "ready")
        assert space_of(outside, ready)["name"] == ready.name
        told = await running.told("provisioning.paused", "provisioning.unpaused")
        assert [one.action for one in told] == ["provisioning.paused", "provisioning.unpaused"]
        assert told[0].metadata == {"integrations": ["ocis"], "reason": "migration"}

    async def test_a_system(self, running, slug):
        """For all tenants: none becomes active without it, until it is worked with again."""
        pause = PauseIntegrationRequest(integration="stalwart", reason="upgrade")
        made = (await running.integrations.pause_integration(pause)).integration
        assert (made.paused, made.paused_reason) == (True, "upgrade")
        await running.create(slug, "ann")
        await eventually(lambda: running.state(slug), until=lambda seen: seen.state == "paused")
        assert (await running.tenant(slug)).status == "pending"
        unpause = UnpauseIntegrationRequest(integration="stalwart")
        await running.integrations.unpause_integration(unpause)
        await running.until(slug, "ready")
        assert (await running.tenant(slug)).status == "active"
        told = await running.told("integration.paused", "integration.unpaused")
        assert [one.metadata for one in told] == [{"reason": "upgrade"}, {}]
