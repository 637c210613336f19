"""First sight of people, and their later sign-ins."""

import asyncio

import pytest
from bus import acting_as
from chassis.directory import actor_key
from contracts.faults import Malformed, NotFound
from contracts.platform.v1 import Actor
from contracts.tenant.v1 import (
    RECORD_SIGN_IN,
    ActorRecord,
    DeactivateUserRequest,
    GetMeRequest,
    ReactivateUserRequest,
)

VERIFIED = {"email": "ann@acme.example", "emailVerified": True}


class TestRecordSignIn:
    async def test_first_sight(self, platform):
        """Who was never seen is made, with what the token says."""
        user = await platform.sign_in("ann", name=" Ann ", **VERIFIED)
        assert (user.email, user.name, user.active, user.platform_admin) == (
            "ann@acme.example",
            "Ann",
            True,
            False,
        )
        assert user.last_login_at.isoformat() == "2026-11-01T10:00:00+00:00"

    async def test_entry_of_first_sight(self, platform):
        """People make themselves: the entry's actor is the person, from the caller's address."""
        with acting_as(Actor(type="anonymous", ip="192.0.2.9")):
            user = await platform.sign_in("ann", **VERIFIED)
        (entry,) = await platform.entries()
        assert (entry.action, entry.actor_id, entry.actor_ip, entry.tenant_slug) == (
            "user.created",
            user.id,
            "192.0.2.9",
            "",
        )
        assert set(entry.metadata["changes"]) == {"active", "email", "identities", "lastLoginAt"}

    async def test_directory(self, platform, issuer):
        """The directory has a record of each identity."""
        user = await platform.sign_in("ann", **VERIFIED)
        record = ActorRecord.read(await platform.directory(actor_key(issuer, "ann")))
        assert (record.id, record.email, record.active) == (user.id, "ann@acme.example", True)

    async def test_a_later_one(self, platform):
        """A later sign-in moves the time and takes over the name."""
        first = await platform.sign_in("ann", name="Ann")
        later = await platform.sign_in("ann", name="Anna", at="2026-11-02T10:00:00Z")
        assert (later.id, later.name) == (first.id, "Anna")
        assert later.last_login_at > first.last_login_at
        assert [entry.action for entry in await platform.entries()] == [
            "user.created",
            "user.signed_in",
        ]

    @pytest.mark.parametrize("at", ["2026-11-01T10:00:00Z", "2026-10-01T10:00:00Z"])
    async def test_a_known_one(self, platform, at):
        """The same sign-in again, or an older one, changes nothing and leaves no entry."""
        first = await platform.sign_in("ann", name="Ann", **VERIFIED)
        assert await platform.sign_in("ann", name="Other", at=at) == first
        assert len(await platform.entries()) == 1

    async def test_at_once(self, platform):
        """Who is first seen by many requests at once is made once."""
        people = await asyncio.gather(*(platform.sign_in("ann", **VERIFIED) for _ in range(8)))
        assert len({user.id for user in people}) == 1
        assert [entry.action for entry in await platform.entries()] == ["user.created"]

    async def test_two_identities_at_once(self, platform):
        """One person's two identities, first seen at once, are one person's."""
        subjects = ["ann-1", "ann-2"] * 4
        people = await asyncio.gather(*(platform.sign_in(one, **VERIFIED) for one in subjects))
        assert len({user.id for user in people}) == 1
        stored = await platform.database["users"].find().to_list()
        assert [len(user["identities"]) for user in stored] == [2]

    @pytest.mark.parametrize(
        ("said", "kept"),
        [
            ({"name": "x" * 3000}, ("", "x" * 200)),
            ({"email": "no address"}, ("", "")),
            ({"email": f"{'a' * 400}@b.example", "emailVerified": True}, ("", "")),
            ({"email": "", "name": ""}, ("", "")),
        ],
    )
    async def test_odd_claims(self, platform, said, kept):
        """What can't be stored locks nobody out."""
        user = await platform.sign_in("ann", **said)
        assert (user.email, user.name) == kept

    async def test_deactivated(self, platform):
        """A deactivated person's sign-ins leave no trace."""
        user = await platform.sign_in("ann")
        await platform.users.deactivate_user(DeactivateUserRequest(id=user.id))
        await platform.entries()
        again = await platform.sign_in("ann", at="2026-11-05T10:00:00Z")
        assert (again.active, again.last_login_at) == (False, user.last_login_at)
        assert await platform.entries() == []

    async def test_reactivated(self, platform):
        """Once reactivated they count again."""
        user = await platform.sign_in("ann")
        await platform.users.deactivate_user(DeactivateUserRequest(id=user.id))
        await platform.users.reactivate_user(ReactivateUserRequest(id=user.id))
        again = await platform.sign_in("ann", at="2026-11-05T10:00:00Z")
        assert again.last_login_at > user.last_login_at

    @pytest.mark.parametrize("field", ["issuer", "subject", "signedInAt"])
    async def test_incomplete(self, platform, field):
        """Without an identity or a time there is nothing to record."""
        body = {"issuer": "i", "subject": "s", "signedInAt": "2026-11-01T10:00:00Z"}
        del body[field]
        with pytest.raises(Malformed) as refused:
            await platform.send(RECORD_SIGN_IN, body)
        assert [error.field for error in refused.value.errors] == [field]


class TestGetMe:
    async def test_me(self, platform, member_of):
        """The caller's own record, whole, and the audience of their token."""
        user = await platform.sign_in("ann", **VERIFIED)
        actor = Actor.parse(member_of("acme").dump() | {"id": user.id})
        with acting_as(actor):
            me = await platform.users.get_me(GetMeRequest())
        assert (me.user, me.audience) == (user, "dezky-portal")

    async def test_nobody(self, platform):
        """Without a person there is none to tell of."""
        with pytest.raises(NotFound) as refused:
            await platform.users.get_me(GetMeRequest())
        assert refused.value.reason == "user_not_found"
