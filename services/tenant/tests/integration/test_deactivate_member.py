"""Members whom their tenant's admins deactivate and reactivate."""

import pytest
from bus import acting_as
from chassis.directory import actor_key
from contracts.faults import Conflict, Forbidden, NotFound
from contracts.platform.v1 import Actor
from contracts.tenant.v1 import (
    AcceptInvitationRequest,
    ActorRecord,
    AddTenantUserRequest,
    ChangeMemberRoleRequest,
    CreateInvitationRequest,
    DeactivateMemberRequest,
    DeactivateUserRequest,
    ListMembersRequest,
    ReactivateMemberRequest,
    RemoveMemberRequest,
)

NOBODY = "0199f3a0-0000-7000-8000-0000000000ff"


@pytest.fixture(autouse=True)
async def people(platform):
    """An owner, an admin and a member of acme; the last is globex' owner too."""
    for slug in ("acme", "globex"):
        await platform.create(slug)
    roles = {"olli": "owner", "ada": "admin", "max": "member"}
    made = {name: await add(platform, name, role) for name, role in roles.items()}
    await add(platform, "max", "owner", slug="globex")
    await platform.told("AUDIT")
    return made


async def add(platform, name, role, slug="acme"):
    request = AddTenantUserRequest(slug=slug, email=f"{name}@x.example", role=role)
    return (await platform.users.add_tenant_user(request)).user


def portal(user, role, slug="acme"):
    memberships = [{"tenantSlug": slug, "role": role}]
    return Actor.parse(
        {"type": "user", "id": user.id, "audience": "dezky-portal", "memberships": memberships}
    )


async def deactivate(platform, user_id, slug="acme", **said):
    request = DeactivateMemberRequest(slug=slug, id=user_id, **said)
    return (await platform.members.deactivate_member(request)).member


async def reactivate(platform, user_id, slug="acme"):
    request = ReactivateMemberRequest(slug=slug, id=user_id)
    return (await platform.members.reactivate_member(request)).member


async def listed(platform, slug="acme", **asked):
    reply = await platform.members.list_members(ListMembersRequest(slug=slug, **asked))
    return {member.email.partition("@")[0]: (member.role, member.active) for member in reply.items}


class TestListMembers:
    async def test_everybody(self, platform, people):
        """Those who were deactivated are still listed, in their roles, with the others."""
        await deactivate(platform, people["ada"].id)
        assert await listed(platform) == {
            "ada": ("admin", False),
            "max": ("member", True),
            "olli": ("owner", True),
        }
        assert await listed(platform, "globex") == {"max": ("owner", True)}

    async def test_pages(self, platform, people):
        """Pages of one follow each other by address, whoever is active."""
        await deactivate(platform, people["max"].id)
        seen, cursor = [], None
        while cursor or not seen:
            asked = ListMembersRequest(slug="acme", limit=1, cursor=cursor)
            reply = await platform.members.list_members(asked)
            seen += [member.email for member in reply.items]
            cursor = reply.next_cursor
        assert seen == ["ada@x.example", "max@x.example", "olli@x.example"]

    async def test_others(self, platform, member_of):
        """Others' tenants have no people, as far as one is told."""
        with acting_as(member_of("globex")), pytest.raises(NotFound):
            await listed(platform)

    async def test_members_see_each_other(self, platform, member_of):
        """A member sees who else is there, and nothing of where else they are."""
        with acting_as(member_of("acme")):
            reply = await platform.members.list_members(ListMembersRequest(slug="acme"))
        assert "globex" not in reply.dump_json().decode()
        assert len(reply.items) == 3


class TestDeactivateMember:
    async def test_opens_nothing_here(self, platform, people, issuer):
        """The directory has the person without this tenant, and with the others."""
        await platform.sign_in("max", email="max@x.example", emailVerified=True)
        await deactivate(platform, people["max"].id)
        record = ActorRecord.read(await platform.directory(actor_key(issuer, "max")))
        assert record.active
        assert [one.tenant_slug for one in record.memberships] == ["globex"]

    async def test_entry(self, platform, people):
        """One entry on the tenant's timeline, with the reason, and nothing of other tenants."""
        await deactivate(platform, people["max"].id, reason="left us")
        (entry,) = await platform.entries()
        assert (entry.action, entry.tenant_slug, entry.metadata["reason"]) == (
            "member.deactivated",
            "acme",
            "left us",
        )
        assert "globex" not in entry.dump_json().decode()

    async def test_twice(self, platform, people):
        """The second time changes nothing."""
        await deactivate(platform, people["max"].id)
        await platform.told("AUDIT")
        assert not (await deactivate(platform, people["max"].id)).active
        assert await platform.entries() == []

    async def test_last_owner(self, platform, people):
        """A tenant keeps an owner who is active."""
        with pytest.raises(Conflict) as refused:
            await deactivate(platform, people["olli"].id)
        assert refused.value.reason == "last_owner"
        await add(platform, "ada", "owner")
        await deactivate(platform, people["olli"].id)
        with pytest.raises(Conflict):
            await deactivate(platform, people["ada"].id)

    async def test_by_an_admin(self, platform, people):
        """Admins deactivate admins and members; owners they leave to owners."""
        with acting_as(portal(people["ada"], "admin")):
            await deactivate(platform, people["max"].id)
            with pytest.raises(Forbidden):
                await deactivate(platform, people["olli"].id)

    async def test_by_a_member(self, platform, people):
        """A member deactivates nobody."""
        with acting_as(portal(people["max"], "member")), pytest.raises(Forbidden):
            await deactivate(platform, people["ada"].id)

    async def test_another_tenant_s(self, platform, people):
        """Whoever isn't of the tenant is not found there, nor is somebody else's tenant."""
        with pytest.raises(NotFound):
            await deactivate(platform, people["ada"].id, slug="globex")
        with acting_as(portal(people["max"], "owner", "globex")), pytest.raises(NotFound):
            await deactivate(platform, people["ada"].id)
        with pytest.raises(NotFound):
            await deactivate(platform, NOBODY)


class TestAfterwards:
    @pytest.fixture(autouse=True)
    async def deactivated(self, platform, people):
        await deactivate(platform, people["max"].id)
        await platform.told("AUDIT")

    async def test_back(self, platform, people):
        """Reactivated in the role they had, by one entry."""
        member = await reactivate(platform, people["max"].id)
        assert (member.role, member.active) == ("member", True)
        assert [entry.action for entry in await platform.entries()] == ["member.reactivated"]
        await reactivate(platform, people["max"].id)
        assert await platform.entries() == []

    async def test_role(self, platform, people):
        """Their role doesn't change meanwhile."""
        request = ChangeMemberRoleRequest(slug="acme", id=people["max"].id, role="admin")
        with pytest.raises(Conflict) as refused:
            await platform.members.change_member_role(request)
        assert refused.value.reason == "member_deactivated"

    async def test_invitation(self, platform, people):
        """An invitation is no way back in, whoever it was for."""
        asked = CreateInvitationRequest(slug="acme", email="friend@x.example", role="admin")
        token = (await platform.invitations.create_invitation(asked)).token
        with acting_as(portal(people["max"], "owner", "globex")), pytest.raises(Conflict):
            await platform.invitations.accept_invitation(AcceptInvitationRequest(token=token))
        assert (await listed(platform))["max"] == ("member", False)

    async def test_operator(self, platform):
        """An operator who adds them again lets them in."""
        await add(platform, "max", "admin")
        assert (await listed(platform))["max"] == ("admin", True)

    async def test_removed(self, platform, people):
        """They can be removed altogether."""
        request = RemoveMemberRequest(slug="acme", id=people["max"].id)
        await platform.members.remove_member(request)
        assert "max" not in await listed(platform)

    async def test_deactivated_everywhere(self, platform, people):
        """Who was deactivated everywhere is active nowhere."""
        await platform.users.deactivate_user(DeactivateUserRequest(id=people["ada"].id))
        assert (await listed(platform))["ada"] == ("admin", False)
