"""Appointing platform admins, and dismissing all but the last."""

import asyncio

import pytest
from chassis.directory import actor_key
from contracts.faults import Conflict, NotFound
from contracts.tenant.v1 import ActorRecord


@pytest.fixture
async def ann(platform):
    return await platform.grant(await platform.sign_in("ann"))


@pytest.fixture
async def bob(platform):
    return await platform.grant(await platform.sign_in("bob"))


class TestGrantPlatformAdmin:
    async def test_granted(self, platform, issuer):
        """The person is platform admin, in the directory as well."""
        user = await platform.sign_in("ann")
        assert (await platform.grant(user)).platform_admin
        record = ActorRecord.read(await platform.directory(actor_key(issuer, "ann")))
        assert record.platform_admin

    async def test_twice(self, platform):
        """Granting twice changes nothing and leaves one entry."""
        user = await platform.sign_in("ann")
        await platform.entries()
        assert await platform.grant(user) == await platform.grant(user)
        assert [entry.action for entry in await platform.entries()] == [
            "user.platform_admin_granted"
        ]

    async def test_deactivated(self, platform):
        """Who can't sign in isn't appointed."""
        user = await platform.sign_in("ann")
        await platform.deactivate(user)
        with pytest.raises(Conflict) as refused:
            await platform.grant(user)
        assert refused.value.reason == "user_deactivated"

    async def test_nobody(self, platform, ann):
        """An id that nobody has is not found."""
        with pytest.raises(NotFound):
            await platform.grant(ann.model_copy(update={"id": "0" * 8 + ann.id[8:]}))


class TestRevokePlatformAdmin:
    @pytest.mark.usefixtures("bob")
    async def test_revoked(self, platform, issuer, ann):
        """The person is no platform admin any more, in the directory as well."""
        assert not (await platform.revoke(ann)).platform_admin
        record = ActorRecord.read(await platform.directory(actor_key(issuer, "ann")))
        assert not record.platform_admin

    @pytest.mark.usefixtures("bob")
    async def test_twice(self, platform, ann):
        """Revoking twice changes nothing."""
        assert await platform.revoke(ann) == await platform.revoke(ann)

    async def test_the_last(self, platform, ann):
        """The last platform admin stays."""
        with pytest.raises(Conflict) as refused:
            await platform.revoke(ann)
        assert refused.value.reason == "last_platform_admin"
        assert (await platform.sign_in("ann")).platform_admin

    @pytest.mark.usefixtures("ann")
    async def test_who_is_none(self, platform):
        """Revoking from somebody who isn't changes nothing."""
        bob = await platform.sign_in("bob")
        assert await platform.revoke(bob) == bob

    async def test_each_other(self, platform, ann, bob):
        """Of two who revoke each other at once, one remains."""
        tries = await asyncio.gather(
            platform.revoke(ann), platform.revoke(bob), return_exceptions=True
        )
        assert sum(isinstance(one, Conflict) for one in tries) == 1

    async def test_all_at_once(self, platform):
        """However many leave at once, by either way, exactly one remains."""
        people = [await platform.grant(await platform.sign_in(f"p{n}")) for n in range(6)]
        ways = [platform.revoke, platform.deactivate] * 3
        await asyncio.gather(
            *(way(user) for way, user in zip(ways, people, strict=True)),
            return_exceptions=True,
        )
        admins = {"platformAdmin": True, "active": True}
        assert await platform.database["users"].count_documents(admins) == 1
        assert (await platform.database["platform"].find_one())["leaving"] == []

    async def test_leave_and_return_at_once(self, platform, ann):
        """Whoever comes and goes beside it, somebody remains."""
        users = [await platform.sign_in(f"p{number}") for number in range(3)]
        moves = [platform.grant, platform.revoke, platform.deactivate, platform.reactivate]
        work = [move(user) for user in users for move in moves]
        await asyncio.gather(*work, platform.revoke(ann), return_exceptions=True)
        admins = {"platformAdmin": True, "active": True}
        assert await platform.database["users"].count_documents(admins) >= 1
