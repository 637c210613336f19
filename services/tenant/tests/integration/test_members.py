"""The people of a tenant, as its admins manage them."""

import asyncio

import pytest
from bus import acting_as
from contracts.faults import Conflict, Forbidden, NotFound
from contracts.tenant.v1 import (
    AddTenantUserRequest,
    ChangeMemberRoleRequest,
    ListUsersRequest,
    RemoveMemberRequest,
)


@pytest.fixture(autouse=True)
async def people(platform):
    """An owner, an admin and a member of acme, and an owner of globex."""
    await platform.create("acme")
    await platform.create("globex")
    made = {}
    for name, slug, role in (
        ("olga", "acme", "owner"),
        ("adam", "acme", "admin"),
        ("mia", "acme", "member"),
        ("gil", "globex", "owner"),
    ):
        asked = {"slug": slug, "email": f"{name}@x.example", "role": role, "name": name.title()}
        reply = await platform.users.add_tenant_user(AddTenantUserRequest(**asked))
        made[name] = reply.user.id
    await platform.told("AUDIT")
    return made


async def change(platform, user_id, role, slug="acme"):
    request = ChangeMemberRoleRequest(slug=slug, id=user_id, role=role)
    return (await platform.members.change_member_role(request)).user


async def remove(platform, user_id, slug="acme"):
    return (await platform.members.remove_member(RemoveMemberRequest(slug=slug, id=user_id))).user


async def roles(platform):
    found = await platform.database["users"].find({}).to_list()
    return {one["name"]: [held["role"] for held in one["memberships"]] for one in found}


class TestChangeMemberRole:
    async def test_changed(self, platform, people):
        """The person has the role, and the entry tells of it on the tenant's timeline."""
        made = await change(platform, people["mia"], "admin")
        assert [one.role for one in made.memberships] == ["admin"]
        (entry,) = await platform.entries()
        assert (entry.action, entry.tenant_slug) == ("user.role_changed", "acme")

    async def test_twice(self, platform, people):
        """The same role again leaves no entry."""
        await change(platform, people["mia"], "member")
        assert await platform.entries() == []

    async def test_last_owner(self, platform, people):
        """The last owner stays owner."""
        with pytest.raises(Conflict) as refused:
            await change(platform, people["olga"], "admin")
        assert refused.value.reason == "last_owner"

    async def test_last_owner_by_adding(self, platform):
        """Nor does adding them again with another role help."""
        request = AddTenantUserRequest(slug="acme", email="olga@x.example", role="member")
        with pytest.raises(Conflict) as refused:
            await platform.users.add_tenant_user(request)
        assert refused.value.reason == "last_owner"

    async def test_one_of_two(self, platform, people):
        """With another owner they may step back."""
        await change(platform, people["adam"], "owner")
        await change(platform, people["olga"], "member")
        assert (await roles(platform))["Olga"] == ["member"]

    async def test_each_other(self, platform, people):
        """Of two owners who unmake each other, one remains."""
        await change(platform, people["adam"], "owner")
        tries = await asyncio.gather(
            change(platform, people["olga"], "member"),
            remove(platform, people["adam"]),
            return_exceptions=True,
        )
        assert sum(isinstance(one, Conflict) for one in tries) == 1
        assert sum("owner" in held for held in (await roles(platform)).values()) == 2

    async def test_elsewhere(self, platform, people):
        """Who isn't of the tenant is not found, whoever they are elsewhere."""
        with pytest.raises(NotFound):
            await change(platform, people["gil"], "admin")


class TestRemoveMember:
    async def test_removed(self, platform, people):
        """They are of the tenant no more, and the entry says so."""
        await remove(platform, people["mia"])
        assert (await roles(platform))["Mia"] == []
        assert [entry.action for entry in await platform.entries()] == ["user.removed"]

    async def test_last_owner(self, platform, people):
        """The last owner stays."""
        with pytest.raises(Conflict) as refused:
            await remove(platform, people["olga"])
        assert refused.value.reason == "last_owner"

    async def test_twice(self, platform, people):
        """Who was removed is not found."""
        await remove(platform, people["mia"])
        with pytest.raises(NotFound):
            await remove(platform, people["mia"])


class TestWho:
    async def test_admin(self, platform, people, member_of):
        """An admin manages members."""
        with acting_as(member_of("acme", role="admin")):
            await change(platform, people["mia"], "admin")
        assert (await roles(platform))["Mia"] == ["admin"]

    async def test_admin_and_owner(self, platform, people, member_of):
        """An admin makes nobody owner, and unmakes none: not themselves either."""
        with acting_as(member_of("acme", role="admin")):
            for call in (
                change(platform, people["adam"], "owner"),
                change(platform, people["olga"], "member"),
                remove(platform, people["olga"]),
            ):
                with pytest.raises(Forbidden) as refused:
                    await call
                assert refused.value.reason == "owner_required"

    async def test_owner(self, platform, people, member_of):
        """An owner makes owners."""
        with acting_as(member_of("acme", role="owner")):
            await change(platform, people["adam"], "owner")
        assert (await roles(platform))["Adam"] == ["owner"]

    async def test_member(self, platform, people, member_of):
        """A member manages nobody."""
        with acting_as(member_of("acme")), pytest.raises(Forbidden):
            await remove(platform, people["mia"])

    async def test_others(self, platform, people, member_of):
        """Others' tenants don't exist."""
        with acting_as(member_of("globex", role="owner")), pytest.raises(NotFound) as refused:
            await remove(platform, people["mia"])
        assert refused.value.reason == "tenant_not_found"


class TestListUsers:
    @pytest.mark.parametrize(
        ("q", "found"),
        [("olga@", ["Olga"]), ("OL", ["Olga"]), ("x.example", []), (".*", []), (None, 4), ("", 4)],
    )
    async def test_found(self, platform, q, found):
        """By the beginning of address or name, taken literally."""
        items = (await platform.members.list_users(ListUsersRequest(q=q))).items
        assert (len(items) if isinstance(found, int) else [one.name for one in items]) == found

    async def test_pages(self, platform, people):
        """Pages follow each other without gap or repetition."""
        seen, cursor = [], None
        while cursor or not seen:
            page = await platform.members.list_users(ListUsersRequest(limit=1, cursor=cursor))
            seen += [one.id for one in page.items]
            cursor = page.next_cursor
        assert seen == sorted(people.values())
