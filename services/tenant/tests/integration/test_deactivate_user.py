"""Deactivating and reactivating people."""

import uuid

import pytest
from chassis.directory import actor_key
from contracts.faults import Conflict, NotFound
from contracts.tenant.v1 import ActorRecord


@pytest.fixture
async def ann(platform):
    user = await platform.sign_in("ann")
    await platform.told("AUDIT")
    return user


class TestDeactivateUser:
    async def test_deactivated(self, platform, ann, issuer):
        """The person is inactive, in the directory as well."""
        assert not (await platform.deactivate(ann)).active
        assert not ActorRecord.read(await platform.directory(actor_key(issuer, "ann"))).active

    async def test_entry(self, platform, ann):
        """The entry holds the reason."""
        await platform.deactivate(ann, "left")
        (entry,) = await platform.entries()
        assert entry.action == "user.deactivated"
        assert entry.metadata == {
            "reason": "left",
            "changes": {"active": {"before": True, "after": False}},
        }

    async def test_twice(self, platform, ann):
        """Deactivating twice changes nothing and leaves one entry."""
        assert await platform.deactivate(ann) == await platform.deactivate(ann, "again")
        assert len(await platform.entries()) == 1

    async def test_by_an_id_in_capitals(self, platform, ann):
        """A UUID is the same in capitals."""
        assert not (await platform.deactivate(ann.model_copy(update={"id": ann.id.upper()}))).active

    async def test_nobody(self, platform, ann):
        """An id that nobody has is not found."""
        with pytest.raises(NotFound) as refused:
            await platform.deactivate(ann.model_copy(update={"id": str(uuid.uuid4())}))
        assert refused.value.reason == "user_not_found"

    async def test_the_last_platform_admin(self, platform, ann):
        """The last platform admin stays active."""
        await platform.grant(ann)
        with pytest.raises(Conflict) as refused:
            await platform.deactivate(ann)
        assert refused.value.reason == "last_platform_admin"

    async def test_a_platform_admin(self, platform, ann):
        """While another one remains, a platform admin can be deactivated."""
        await platform.grant(await platform.sign_in("bob"))
        await platform.grant(ann)
        assert not (await platform.deactivate(ann)).active

    async def test_one_who_is_inactive_does_not_count(self, platform, ann):
        """A deactivated platform admin is none who remains."""
        bob = await platform.grant(await platform.sign_in("bob"))
        await platform.grant(ann)
        await platform.deactivate(bob)
        with pytest.raises(Conflict):
            await platform.revoke(ann)


class TestReactivateUser:
    async def test_reactivated(self, platform, ann):
        """The person is active again."""
        await platform.deactivate(ann)
        assert (await platform.reactivate(ann)).active
        assert [entry.action for entry in await platform.entries()] == [
            "user.deactivated",
            "user.reactivated",
        ]

    async def test_active(self, platform, ann):
        """Reactivating who is active changes nothing and leaves no entry."""
        assert await platform.reactivate(ann) == ann
        assert await platform.entries() == []

    async def test_a_platform_admin(self, platform, ann):
        """A platform admin is one again, and counts as one who remains."""
        bob = await platform.grant(await platform.sign_in("bob"))
        await platform.grant(ann)
        await platform.deactivate(ann)
        assert (await platform.reactivate(ann)).platform_admin
        assert not (await platform.revoke(bob)).platform_admin
