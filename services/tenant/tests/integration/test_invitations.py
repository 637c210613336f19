"""Invitations, from the link to the membership."""

import asyncio
import hashlib

import pytest
from bus import acting_as
from chassis import now
from contracts.faults import Conflict, Forbidden, NotFound
from contracts.platform.v1 import Actor
from contracts.tenant.v1 import (
    AcceptInvitationRequest,
    AddTenantUserRequest,
    CreateInvitationRequest,
    DeleteTenantRequest,
    ListInvitationsRequest,
    WithdrawInvitationRequest,
)


@pytest.fixture(autouse=True)
async def acme(platform):
    return await platform.create("acme")


@pytest.fixture
async def guest(platform):
    """Somebody who has signed in, under an address of their own."""
    person = await platform.sign_in("gus", email="gus@home.example", emailVerified=False)
    await platform.told("AUDIT")
    return Actor(type="user", id=person.id, audience="dezky-portal")


async def invite(platform, email="guest@x.example", role="member", slug="acme"):
    request = CreateInvitationRequest(slug=slug, email=email, role=role)
    return await platform.invitations.create_invitation(request)


async def accept(platform, token, person):
    with acting_as(person):
        request = AcceptInvitationRequest(token=token)
        return await platform.invitations.accept_invitation(request)


async def listed(platform):
    reply = await platform.invitations.list_invitations(ListInvitationsRequest(slug="acme"))
    return [one.email for one in reply.items]


async def withdraw(platform, invitation, slug="acme"):
    request = WithdrawInvitationRequest(slug=slug, id=invitation.id)
    await platform.invitations.withdraw_invitation(request)


class TestCreateInvitation:
    async def test_hashed(self, platform):
        """The token is told once, and stored as its hash only."""
        made = await invite(platform)
        stored = await platform.database["invitations"].find_one({})
        assert stored["tokenHash"] == hashlib.sha256(made.token.encode()).hexdigest()
        assert made.token not in str(stored)
        assert made.link.endswith(made.token)

    async def test_entry(self, platform):
        """One entry tells who was invited, and not the token."""
        await platform.told("AUDIT")
        made = await invite(platform, role="admin")
        (entry,) = await platform.entries()
        assert (entry.action, entry.tenant_slug) == ("user.invited", "acme")
        assert entry.metadata == {"email": "guest@x.example", "role": "admin"}
        assert made.token not in entry.dump_json().decode()

    async def test_again(self, platform, guest):
        """Inviting the same address again ends the first invitation."""
        first = await invite(platform)
        await invite(platform)
        assert await listed(platform) == ["guest@x.example"]
        with pytest.raises(NotFound):
            await accept(platform, first.token, guest)

    async def test_a_member(self, platform):
        """Who is of the tenant already isn't invited: the field is named, nothing is left."""
        request = AddTenantUserRequest(slug="acme", email="ann@acme.example", role="member")
        await platform.users.add_tenant_user(request)
        await platform.entries()
        with pytest.raises(Conflict) as refused:
            await invite(platform, email="Ann@Acme.example")
        assert refused.value.reason == "already_member"
        assert [error.field for error in refused.value.errors] == ["email"]
        assert await platform.entries() == []

    async def test_admin_invites_no_owner(self, platform, member_of):
        """An admin invites members and admins, no owners."""
        with acting_as(member_of("acme", role="admin")):
            await invite(platform)
            with pytest.raises(Forbidden) as refused:
                await invite(platform, role="owner")
        assert refused.value.reason == "owner_required"

    async def test_member(self, platform, member_of):
        """A member invites nobody."""
        with acting_as(member_of("acme")), pytest.raises(Forbidden):
            await invite(platform)

    async def test_others(self, platform, member_of):
        """Others' tenants don't exist."""
        with acting_as(member_of("globex", role="owner")), pytest.raises(NotFound):
            await invite(platform)


class TestAcceptInvitation:
    async def test_accepted(self, platform, guest):
        """Whoever is signed in is of the tenant, by the link alone: no address is compared."""
        reply = await accept(platform, (await invite(platform, role="admin")).token, guest)
        assert (reply.tenant_slug, reply.role) == ("acme", "admin")
        stored = await platform.database["users"].find_one({"_id": guest.id})
        assert stored["memberships"] == [{"tenantSlug": "acme", "role": "admin"}]
        assert "verifiedEmail" not in stored

    async def test_entry(self, platform, guest):
        """It leaves one entry, on the tenant's timeline."""
        made = await invite(platform)
        await platform.told("AUDIT")
        await accept(platform, made.token, guest)
        (entry,) = await platform.entries()
        assert (entry.action, entry.resource_id, entry.tenant_slug) == (
            "user.added",
            guest.id,
            "acme",
        )

    async def test_once(self, platform, guest):
        """Of many who send the token, one is let in."""
        token = (await invite(platform)).token
        other = await platform.sign_in("eve")
        eve = Actor(type="user", id=other.id, audience="dezky-portal")
        tries = await asyncio.gather(
            *(accept(platform, token, person) for person in [guest, eve] * 3),
            return_exceptions=True,
        )
        assert sum(isinstance(one, NotFound) for one in tries) == 5
        inside = {"memberships.tenantSlug": "acme"}
        assert await platform.database["users"].count_documents(inside) == 1

    async def test_no_lower(self, platform, guest):
        """Who is of the tenant already keeps their role."""
        await accept(platform, (await invite(platform, role="owner")).token, guest)
        reply = await accept(platform, (await invite(platform)).token, guest)
        assert reply.role == "owner"

    async def test_expired(self, platform, guest):
        """After its time nobody can accept it, and it is listed no more."""
        token = (await invite(platform)).token
        await platform.database["invitations"].update_many({}, {"$set": {"expiresAt": now()}})
        with pytest.raises(NotFound):
            await accept(platform, token, guest)
        assert await listed(platform) == []

    async def test_withdrawn(self, platform, guest):
        """Nor once it is withdrawn."""
        made = await invite(platform)
        await withdraw(platform, made.invitation)
        with pytest.raises(NotFound):
            await accept(platform, made.token, guest)

    async def test_deleted_tenant(self, platform, guest):
        """A deleted tenant lets nobody in."""
        token = (await invite(platform)).token
        await platform.tenants.delete_tenant(DeleteTenantRequest(slug="acme"))
        with pytest.raises(Conflict):
            await accept(platform, token, guest)

    async def test_guessed(self, platform, guest):
        """A token that was never given is not found."""
        with pytest.raises(NotFound):
            await accept(platform, "guessed", guest)


class TestWithdrawInvitation:
    async def test_entry(self, platform):
        """It leaves one entry, and a second try finds nothing."""
        made = await invite(platform)
        await platform.told("AUDIT")
        await withdraw(platform, made.invitation)
        with pytest.raises(NotFound):
            await withdraw(platform, made.invitation)
        assert [one.action for one in await platform.entries()] == ["invitation.withdrawn"]

    async def test_of_another_tenant(self, platform):
        """An invitation is found with its own tenant only."""
        made = await invite(platform)
        await platform.create("globex")
        with pytest.raises(NotFound):
            await withdraw(platform, made.invitation, slug="globex")
