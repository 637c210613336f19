"""Names of people: identities by link and by operators, and ids in other systems."""

import asyncio
import itertools
from datetime import timedelta

import pytest
from bus import acting_as
from chassis import now
from chassis.directory import actor_key, person_key
from contracts.faults import Conflict, Malformed, NotFound
from contracts.platform.v1 import Actor
from contracts.tenant.v1 import (
    LINK_EXTERNAL_ID,
    AcceptIdentityRequest,
    ActorRecord,
    AddTenantUserRequest,
    InviteIdentityRequest,
    LinkExternalIdRequest,
    LinkIdentityRequest,
    UnlinkExternalIdRequest,
)

ISSUER = "https://idp.example/"
NOBODY = "0199f3a0-0000-7000-8000-0000000000ff"


async def person(platform, subject, **said):
    """Give somebody who signed in, as the gateway would name them."""
    user = await platform.sign_in(subject, **said)
    names = {"issuer": ISSUER, "subject": subject}
    return Actor(type="user", id=user.id, audience="dezky-portal", **names)


@pytest.fixture
async def ann(platform):
    await platform.create("acme")
    made = await person(platform, "ann", email="ann@x.example", emailVerified=True)
    request = AddTenantUserRequest(slug="acme", email="ann@x.example", role="owner")
    await platform.users.add_tenant_user(request)
    await platform.told("AUDIT")
    return made


@pytest.fixture
async def other(platform, ann):
    """The same human under a new account whose address nobody vouches for."""
    made = await person(platform, "ann-2", email="ann@x.example", emailVerified=False)
    await platform.told("AUDIT")
    assert made.id != ann.id
    return made


async def invite(platform, actor):
    with acting_as(actor):
        return (await platform.identities.invite_identity(InviteIdentityRequest())).token


async def accept(platform, token, actor):
    with acting_as(actor):
        request = AcceptIdentityRequest(token=token)
        return (await platform.identities.accept_identity(request)).user


async def link(platform, user_id, subject):
    request = LinkIdentityRequest(id=user_id, issuer=ISSUER, subject=subject)
    return (await platform.identities.link_identity(request)).user


async def name(platform, user_id, external_id, source="authentik"):
    request = LinkExternalIdRequest(id=user_id, source=source, external_id=external_id)
    return (await platform.identities.link_external_id(request)).user


async def unname(platform, user_id, external_id, source="authentik"):
    request = UnlinkExternalIdRequest(id=user_id, source=source, external_id=external_id)
    return (await platform.identities.unlink_external_id(request)).user


async def record(platform, key):
    held = await platform.directory(key)
    return ActorRecord.read(held) if held else None


class TestLink:
    async def test_one_person(self, platform, ann, other):
        """Whoever signs in either way is the same person, with everything they belong to."""
        user = await accept(platform, await invite(platform, ann), other)
        assert user.id == ann.id
        assert [one.subject for one in user.identities] == ["ann", "ann-2"]
        found = await record(platform, actor_key(ISSUER, "ann-2"))
        assert (found.id, [one.tenant_slug for one in found.memberships]) == (ann.id, ["acme"])
        again = await platform.sign_in("ann-2", at="2026-11-02T10:00:00Z")
        assert again.id == ann.id

    async def test_entries(self, platform, ann, other):
        """Taken from the one, linked to the other; the token is told to nobody."""
        token = await invite(platform, ann)
        await accept(platform, token, other)
        entries = await platform.entries()
        assert {(one.action, one.resource_id) for one in entries} == {
            ("identity.invited", ann.id),
            ("user.unlinked", other.id),
            ("user.linked", ann.id),
        }
        assert len(entries) == 3
        assert token not in str([one.dump() for one in entries])

    async def test_once(self, platform, ann, other):
        """The link works once, also when two use it at the same moment."""
        token = await invite(platform, ann)
        second = await person(platform, "eve")
        answers = await asyncio.gather(
            *(accept(platform, token, actor) for actor in (other, second)), return_exceptions=True
        )
        assert sum(isinstance(one, NotFound) for one in answers) == 1

    async def test_too_late(self, platform, ann, other):
        """An hour later it works no longer."""
        token = await invite(platform, ann)
        past = {"$set": {"expiresAt": now() - timedelta(seconds=1)}}
        await platform.database["identity_invitations"].update_one({}, past)
        with pytest.raises(NotFound):
            await accept(platform, token, other)

    async def test_hashed(self, platform, ann):
        """The store doesn't know the token."""
        token = await invite(platform, ann)
        assert token not in str(await platform.database["identity_invitations"].find_one({}))

    async def test_nobody_is_taken_over(self, platform, ann):
        """Who belongs somewhere already keeps their identity."""
        await platform.create("globex")
        bob = await person(platform, "bob", email="bob@x.example", emailVerified=True)
        request = AddTenantUserRequest(slug="globex", email="bob@x.example", role="member")
        await platform.users.add_tenant_user(request)
        with pytest.raises(Conflict) as refused:
            await accept(platform, await invite(platform, ann), bob)
        assert refused.value.reason == "identity_taken"
        assert (await platform.sign_in("bob", at="2026-11-03T10:00:00Z")).id == bob.id


class TestByOperators:
    async def test_linked(self, platform, ann, other):
        """An operator joins them as well; twice changes nothing."""
        for _ in range(2):
            user = await link(platform, ann.id, "ann-2")
        assert [one.subject for one in user.identities] == ["ann", "ann-2"]
        actions = [one.action for one in await platform.entries()]
        assert sorted(actions) == ["user.linked", "user.unlinked"]
        left = await platform.database["users"].find_one({"_id": other.id})
        assert (left["active"], left["identities"]) == (False, [])

    async def test_not_seen_yet(self, platform, ann):
        """An identity that nobody has signed in with yet is theirs from its first sign-in."""
        await link(platform, ann.id, "future")
        assert (await platform.sign_in("future")).id == ann.id

    async def test_killed_in_between(self, platform, ann, other):
        """Taken and not linked: the operator's second try finishes it."""
        nothing = {"identities": [], "identityKeys": [], "active": False}
        await platform.database["users"].update_one({"_id": other.id}, {"$set": nothing})
        assert (await link(platform, ann.id, "ann-2")).id == ann.id

    async def test_nobody(self, platform, other):
        """An identity goes to somebody who is there, and stays where it is otherwise."""
        with pytest.raises(NotFound):
            await link(platform, NOBODY, "ann-2")
        kept = await platform.database["users"].find_one({"_id": other.id})
        assert len(kept["identities"]) == 1


class TestExternalIds:
    async def test_directory(self, platform, ann):
        """Whoever reads that system's events finds the person."""
        user = await name(platform, ann.id, "42")
        assert [(one.source, one.id) for one in user.external_ids] == [("authentik", "42")]
        found = await record(platform, person_key("authentik", "42"))
        assert (found.id, found.email, found.gone) == (ann.id, "ann@x.example", False)
        assert await record(platform, person_key("ocis", "42")) is None

    async def test_follows_the_person(self, platform, ann):
        """What happens to the person is told there too."""
        await name(platform, ann.id, "42")
        await platform.deactivate(ann)
        assert (await record(platform, person_key("authentik", "42"))).active is False

    async def test_entry(self, platform, ann):
        """One entry; twice changes nothing."""
        for _ in range(2):
            await name(platform, ann.id, "42")
        (entry,) = await platform.entries()
        assert entry.action == "user.external_id_linked"
        named = entry.metadata["changes"]["externalIds"]["after"]
        assert named == [{"source": "authentik", "id": "42"}]

    async def test_taken(self, platform, ann, other):
        """A name is one person's."""
        await name(platform, ann.id, "42")
        with pytest.raises(Conflict) as refused:
            await name(platform, other.id, "42")
        assert refused.value.reason == "external_id_taken"
        assert [error.field for error in refused.value.errors] == ["externalId"]

    async def test_unlinked(self, platform, ann):
        """The directory says that it is nobody's; what isn't there is not found."""
        await name(platform, ann.id, "42")
        user = await unname(platform, ann.id, "42")
        assert user.external_ids == []
        assert (await record(platform, person_key("authentik", "42"))).gone
        with pytest.raises(NotFound):
            await unname(platform, ann.id, "42")

    async def test_moved_back_and_forth(self, platform, ann, other):
        """Whoever has it now is who the directory names, the older person or the younger."""
        for actor in itertools.islice(itertools.cycle((ann, other)), 4):
            await name(platform, actor.id, "42")
            assert (await record(platform, person_key("authentik", "42"))).id == actor.id
            await unname(platform, actor.id, "42")

    async def test_in_any_order(self, platform, ann, other):
        """Two documents' news may arrive in any order: the later owner's counts."""
        users = platform.database["users"]
        await name(platform, other.id, "42")
        await unname(platform, other.id, "42")
        late = (await users.find_one({"_id": other.id}))["outbox"]
        await users.update_one({"_id": other.id}, {"$set": {"outbox": []}})
        await name(platform, ann.id, "42")
        assert (await record(platform, person_key("authentik", "42"))).id == ann.id
        await users.update_one({"_id": other.id}, {"$set": {"outbox": late}})
        assert (await record(platform, person_key("authentik", "42"))).id == ann.id

    @pytest.mark.parametrize(
        ("sent", "field"),
        [
            ({"source": "Authentik"}, "source"),
            ({"source": ""}, "source"),
            ({"externalId": ""}, "externalId"),
            ({"externalId": "x" * 201}, "externalId"),
            ({"id": "ann"}, "id"),
        ],
    )
    async def test_malformed(self, platform, ann, sent, field):
        """The refusal names the field."""
        body = {"id": ann.id, "source": "ocis", "externalId": "1", **sent}
        with pytest.raises(Malformed) as refused:
            await platform.send(LINK_EXTERNAL_ID, body)
        assert [error.field for error in refused.value.errors] == [field]
