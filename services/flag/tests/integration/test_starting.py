"""What the service does before it answers."""

import asyncio

from contracts.flag.v1 import DELETE_FLAG, GET_FLAG, LIST_FLAGS
from devstack.waiting import eventually
from flag import seeds

KEYS = [
    "audit_export_archive", "domain_self_service", "gdpr_export_v2", "jmap_native_v2",
    "new_billing_engine", "oci_versioning", "partner_margin_report", "passkey_sign_in",
    "space_quota_alerts", "spam_engine",
]  # fmt: skip


class TestSeeds:
    async def test_ten_flags(self, platform):
        """In the service's own name."""
        await seeds.sow(platform.parts.changing)
        listed = await platform.ask(LIST_FLAGS)
        assert [one["key"] for one in listed["items"]] == KEYS
        entries = await platform.entries()
        assert {(one.action, one.actor_type, one.actor_id) for one in entries} == {
            ("flag.created", "system", "flag")
        }

    async def test_edits_survive(self, platform, refused):
        """What people changed stays changed, what they removed stays removed."""
        await seeds.sow(platform.parts.changing)
        await platform.patch("oci_versioning", pct=77)
        await platform.ask(DELETE_FLAG, key="space_quota_alerts")
        await platform.entries()
        await seeds.sow(platform.parts.changing)
        assert (await platform.get("oci_versioning"))["pct"] == 77
        assert (await refused(platform.ask(GET_FLAG, key="space_quota_alerts"))).status == 404
        assert await platform.entries() == []

    async def test_two_instances_at_once(self, start, platform):
        """One entry for each flag."""
        other = await start(platform.connection)
        await asyncio.gather(seeds.sow(platform.parts.changing), seeds.sow(other.parts.changing))
        entries = await platform.entries()
        assert sorted(one.resource_id for one in entries) == KEYS


class TestKnowing:
    async def test_flags_that_the_bus_has_lost(self, start, platform):
        """The database knows them: the service evaluates them before anybody else can."""
        await platform.make("base", state="on")
        await platform.make("beta", state="on", prerequisites=[{"key": "base"}])
        await platform.make("gone")
        await platform.ask(DELETE_FLAG, key="gone")
        fresh = await start()
        assert fresh.watched.enabled("beta") is True
        assert "gone" not in fresh.watched.all.flags
        await fresh.patch("beta", pct=5)


class TestInstances:
    async def test_a_change_of_another_instance(self, start, platform):
        """Arrives over the bus."""
        other = await start(platform.connection)
        await platform.make(state="on")
        await platform.relay.sweep()

        async def enabled():
            return other.watched.enabled("beta")

        await eventually(enabled)
