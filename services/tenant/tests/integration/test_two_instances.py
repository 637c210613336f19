"""Two instances of the service over a real bus: they share the work, and tell everything once."""

import asyncio

import pytest
from bus import connect
from chassis.directory import actor_key
from contracts.faults import Conflict
from contracts.tenant.v1 import ActorRecord


@pytest.fixture
async def instances(start, bus, nats_url):
    second = await connect(nats_url, name="second")
    yield await start(bus), await start(second)
    await second.drain()


class TestTwoInstances:
    async def test_every_entry_once(self, instances):
        """What both relays find waiting is on the timeline once."""
        one, other = instances
        await asyncio.gather(*(one.create(f"tenant-{number}") for number in range(20)))
        await asyncio.gather(one.relay.sweep(), other.relay.sweep())
        assert len(await one.entries()) == 20

    async def test_one_slug(self, instances):
        """Of two who want one slug of two instances, one gets it."""
        tries = await asyncio.gather(
            *(instance.create("acme") for instance in instances * 4), return_exceptions=True
        )
        assert sum(isinstance(one, Conflict) for one in tries) == 7

    async def test_each_other(self, instances):
        """Of two who revoke each other, one remains, whoever answers them."""
        one, other = instances
        ann = await one.grant(await one.sign_in("ann"))
        bob = await other.grant(await other.sign_in("bob"))
        tries = await asyncio.gather(one.revoke(bob), other.revoke(ann), return_exceptions=True)
        assert sum(isinstance(refused, Conflict) for refused in tries) == 1

    async def test_whoever_watches_learns_of_a_revocation(self, instances, issuer):
        """The directory's watchers get the newest record of everybody."""
        one, other = instances
        revoked = asyncio.Event()

        def see(entry):
            if entry and ActorRecord.read(entry.value).version == 3:
                revoked.set()

        bucket = one.connection.key_value("directory")
        watch = await bucket.watch(see, prefix="actor")
        await one.grant(await one.sign_in("bob"))
        ann = await one.grant(await one.sign_in("ann"))
        await other.revoke(ann)
        await asyncio.gather(one.relay.sweep(), other.relay.sweep())
        await asyncio.wait_for(revoked.wait(), 10)
        await watch.stop()
        record = ActorRecord.read(await one.directory(actor_key(issuer, "ann")))
        assert not record.platform_admin
