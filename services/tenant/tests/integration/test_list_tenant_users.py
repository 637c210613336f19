"""Listing a tenant's people."""

import pytest
from bus import acting_as
from chassis.cursors import encode
from contracts.faults import Malformed, NotFound
from contracts.tenant.v1 import (
    AddTenantUserRequest,
    DeleteTenantRequest,
    GrantPlatformAdminRequest,
    ListTenantUsersRequest,
)


@pytest.fixture(autouse=True)
async def tenants(platform):
    for slug in ("acme", "globex"):
        await platform.create(slug)


async def add(platform, name, *, slug="acme", signed_in=None):
    email = f"{name}@acme.example"
    request = AddTenantUserRequest(slug=slug, email=email, role="member")
    await platform.users.add_tenant_user(request)
    if signed_in:
        await platform.sign_in(name, email=email, emailVerified=True, at=signed_in)


async def page(platform, slug="acme", **asked):
    return await platform.users.list_tenant_users(ListTenantUsersRequest(slug=slug, **asked))


async def names(platform, **asked):
    return [user.email.split("@")[0] for user in (await page(platform, **asked)).items]


class TestListTenantUsers:
    async def test_last_to_sign_in_first(self, platform):
        """The last to sign in stand first, those who never did last."""
        await add(platform, "early", signed_in="2026-11-01T10:00:00Z")
        await add(platform, "never")
        await add(platform, "late", signed_in="2026-11-03T10:00:00Z")
        await add(platform, "between", signed_in="2026-11-02T10:00:00Z")
        assert await names(platform) == ["late", "between", "early", "never"]

    async def test_others_are_not_listed(self, platform):
        """Only people of this tenant."""
        await add(platform, "ann")
        await add(platform, "bob", slug="globex")
        assert await names(platform) == ["ann"]

    @pytest.mark.parametrize("limit", [1, 2, 3, 8])
    async def test_pages(self, platform, limit):
        """Pages follow each other, through equal times and into those who never signed in."""
        for name in ("a", "b", "c"):
            await add(platform, name, signed_in="2026-11-01T10:00:00.001Z")
        await add(platform, "first", signed_in="0001-01-01T00:00:00Z")
        for name in ("x", "y", "z"):
            await add(platform, name)
        seen, cursor = [], None
        while cursor or not seen:
            found = await page(platform, limit=limit, cursor=cursor)
            seen += [user.email.split("@")[0] for user in found.items]
            cursor = found.next_cursor
        assert seen == ["c", "b", "a", "first", "z", "y", "x"]

    async def test_pages_while_people_sign_in(self, platform):
        """Who signs in between two pages is not shown twice, and moves nobody else."""
        for name, day in (("a", "04"), ("b", "03"), ("c", "02"), ("d", "01")):
            await add(platform, name, signed_in=f"2026-11-{day}T10:00:00Z")
        first = await page(platform, limit=2)
        await platform.sign_in("a", at="2026-11-05T10:00:00Z")
        await add(platform, "e", signed_in="2026-11-06T10:00:00Z")
        assert await names(platform, cursor=first.next_cursor) == ["c", "d"]

    @pytest.mark.parametrize(
        "cursor",
        [
            "nonsense",
            encode("acme"),
            encode("", "id"),
            encode(2**62, "id"),
            encode(-(2**62), "id"),
            encode(1, 2),
        ],
    )
    async def test_foreign_cursors(self, platform, cursor):
        """A cursor that this list can't have made is refused, by its field."""
        with pytest.raises(Malformed) as refused:
            await page(platform, cursor=cursor)
        assert [error.field for error in refused.value.errors] == ["cursor"]

    async def test_no_tenant(self, platform, operator):
        """A slug that nobody has is not found, rather than empty."""
        with acting_as(operator), pytest.raises(NotFound) as refused:
            await page(platform, slug="nobody")
        assert refused.value.reason == "tenant_not_found"


class TestListTenantUsersForMembers:
    async def test_only_this_tenant(self, platform, member_of):
        """Members see of each other nothing from outside of the tenant."""
        await add(platform, "ann", signed_in="2026-11-01T10:00:00Z")
        await add(platform, "ann", slug="globex")
        ann = (await page(platform)).items[0]
        await platform.users.grant_platform_admin(GrantPlatformAdminRequest(id=ann.id))
        with acting_as(member_of("acme")):
            (seen,) = (await page(platform)).items
        assert [entry.tenant_slug for entry in seen.memberships] == ["acme"]
        assert (seen.identities, seen.platform_admin) == ([], False)

    async def test_operators_see_everything(self, platform, operator):
        """An operator sees identities and every membership."""
        await add(platform, "ann", signed_in="2026-11-01T10:00:00Z")
        await add(platform, "ann", slug="globex")
        with acting_as(operator):
            (seen,) = (await page(platform)).items
        assert [entry.tenant_slug for entry in seen.memberships] == ["acme", "globex"]
        assert [identity.subject for identity in seen.identities] == ["ann"]

    @pytest.mark.parametrize("slug", ["globex", "nobody"])
    async def test_others(self, platform, member_of, slug):
        """Others' tenants don't exist for a member."""
        with acting_as(member_of("acme")), pytest.raises(NotFound):
            await page(platform, slug=slug)

    async def test_deleted(self, platform, member_of):
        """A deleted tenant's people are there for operators only."""
        await platform.tenants.delete_tenant(DeleteTenantRequest(slug="acme"))
        with acting_as(member_of("acme")), pytest.raises(NotFound):
            await page(platform)
