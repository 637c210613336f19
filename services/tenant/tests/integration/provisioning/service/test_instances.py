"""However many instances run, one works on a tenant."""

import asyncio
from datetime import timedelta

from chassis import now
from devstack.waiting import eventually
from tenant.provisioning.queue.store import WorkQueue


class TestInstances:
    async def test_share_the_work(self, start, outside, slug):
        """Two at work: each tenant is ready, and everything is there exactly once."""
        one, two = await start(), await start()
        slugs = [f"{slug}-{number}" for number in range(6)]
        await asyncio.gather(*(one.create(name, "ann") for name in slugs))
        await asyncio.gather(*(two.settled(name, people=1) for name in slugs))
        aliases = [one["driveAlias"] for one in outside.objects("drive")]
        assert len(aliases) == len(set(aliases))
        for name in slugs:
            assert len(outside.found("/core/users/", email=f"ann@{name}.example")) == 1
            assert (await one.tenant(name)).status == "active"
        assert len(await one.told("tenant.activated")) == len(slugs)

    async def test_take_over(self, start, slug):
        """What a killed instance held is worked on when its lease has run out."""
        running = await start()
        await WorkQueue().touch(slug, at=now())
        # As an instance that has taken it, and was killed.
        held = {"leasedUntil": now() + timedelta(seconds=1.5), "dueAt": now()}
        await running.database["provisioning_work"].update_one({"_id": slug}, {"$set": held})
        await running.create(slug, "ann")
        await running.settled(slug, people=1)
        assert now() >= held["leasedUntil"]

    async def test_catches_up(self, start, slug):
        """Tenants from before a system was configured are provisioned in it as well."""
        running = await start(ocis_url="")
        await running.create(slug, "ann")
        await running.settled(slug, people=1)
        await running.stop()
        more = await start()

        async def known():
            state = await more.state(slug)
            return [one.integration for one in state.integrations], state.state

        await eventually(
            known, until=lambda seen: seen == (["authentik", "ocis", "stalwart"], "ready")
        )
