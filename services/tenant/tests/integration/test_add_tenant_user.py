"""Adding people to tenants."""

import asyncio
import json

import pytest
from chassis.directory import actor_key
from contracts.faults import Conflict, Malformed, NotFound
from contracts.tenant.v1 import (
    ADD_TENANT_USER,
    ActorRecord,
    AddTenantUserRequest,
    DeactivateUserRequest,
    DeleteTenantRequest,
)


@pytest.fixture(autouse=True)
async def tenants(platform):
    for slug in ("acme", "globex"):
        await platform.create(slug)
    await platform.told("AUDIT")


async def add(platform, email="ann@acme.example", *, slug="acme", role="member", **said):
    request = AddTenantUserRequest(slug=slug, email=email, role=role, **said)
    return (await platform.users.add_tenant_user(request)).user


def roles(user):
    return {entry.tenant_slug: entry.role for entry in user.memberships}


class TestAddTenantUser:
    async def test_unknown(self, platform):
        """Somebody nobody knew is made, without a way to sign in yet."""
        user = await add(platform, "Ann@Acme.Example", name=" Ann ")
        assert (user.email, user.name, user.active) == ("ann@acme.example", "Ann", True)
        assert (roles(user), user.identities, user.last_login_at) == ({"acme": "member"}, [], None)

    async def test_known_by_sign_in(self, platform, issuer):
        """Who signed in with this verified address is the one who is added."""
        known = await platform.sign_in("ann", email="ann@acme.example", emailVerified=True)
        user = await add(platform)
        assert (user.id, roles(user)) == (known.id, {"acme": "member"})
        record = ActorRecord.read(await platform.directory(actor_key(issuer, "ann")))
        assert roles(record) == {"acme": "member"}

    async def test_unverified_is_not_known(self, platform):
        """Who only claims the address is somebody else."""
        claims = await platform.sign_in("mallory", email="ann@acme.example")
        assert (await add(platform)).id != claims.id

    async def test_another_role(self, platform):
        """The same person again gets the new role."""
        first = await add(platform)
        second = await add(platform, role="admin")
        assert (second.id, roles(second)) == (first.id, {"acme": "admin"})
        assert [entry.action for entry in await platform.entries()] == [
            "user.added",
            "user.role_changed",
        ]

    async def test_the_same_role(self, platform):
        """The same role again changes nothing and leaves one entry."""
        first = await add(platform)
        assert await add(platform) == first
        assert len(await platform.entries()) == 1

    async def test_two_tenants(self, platform):
        """One person may belong to several tenants."""
        await add(platform)
        user = await add(platform, slug="globex", role="owner")
        assert roles(user) == {"acme": "member", "globex": "owner"}

    async def test_entry_of_somebody_new(self, platform):
        """The entry is on the tenant's timeline and says whom it made, as what."""
        user = await add(platform, role="owner")
        (entry,) = await platform.entries()
        assert (entry.action, entry.tenant_slug) == ("user.added", "acme")
        assert (entry.resource_id, entry.resource_name) == (user.id, "ann@acme.example")
        assert entry.metadata["changes"] == {
            "active": {"before": None, "after": True},
            "email": {"before": None, "after": "ann@acme.example"},
            "memberships": {
                "before": None,
                "after": [{"tenantSlug": "acme", "role": "owner"}],
            },
        }

    async def test_entries_tell_of_one_tenant(self, platform):
        """A tenant's timeline says nothing of the person's other tenants."""
        await add(platform, slug="globex")
        await add(platform, slug="acme")
        await add(platform, slug="acme", role="admin")
        mine = [entry for entry in await platform.entries() if entry.tenant_slug == "acme"]
        assert len(mine) == 2
        assert "globex" not in json.dumps([entry.dump() for entry in mine])

    async def test_at_once(self, platform):
        """Who is added many times at once is made once, with every tenant."""
        await asyncio.gather(*(add(platform, slug=slug) for slug in ["acme", "globex"] * 4))
        people = await platform.database["users"].find().to_list()
        assert len(people) == 1
        assert len(people[0]["memberships"]) == 2
        assert len(await platform.entries()) == 2

    async def test_deactivated(self, platform):
        """Being added activates nobody."""
        user = await add(platform)
        await platform.users.deactivate_user(DeactivateUserRequest(id=user.id))
        assert not (await add(platform, role="owner")).active

    async def test_deleted_tenant(self, platform):
        """A deleted tenant takes no new people."""
        await platform.tenants.delete_tenant(DeleteTenantRequest(slug="acme"))
        with pytest.raises(Conflict) as refused:
            await add(platform)
        assert refused.value.reason == "tenant_deleted"

    async def test_no_tenant(self, platform):
        """A slug that nobody has is not found."""
        with pytest.raises(NotFound) as refused:
            await add(platform, slug="nobody")
        assert refused.value.reason == "tenant_not_found"

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"email": "ann"}, "email"),
            ({"email": "a\u001fb@acme.example"}, "email"),
            ({"email": None}, "email"),
            ({"role": "operator"}, "role"),
            ({"name": None}, "name"),
            ({"platformAdmin": True}, "platformAdmin"),
        ],
    )
    async def test_malformed(self, platform, body, field):
        """Each refusal names the field."""
        request = {"slug": "acme", "email": "ann@acme.example", "role": "member"} | body
        with pytest.raises(Malformed) as refused:
            await platform.send(ADD_TENANT_USER, request)
        assert [error.field for error in refused.value.errors] == [field]
