"""What somebody is told about themselves."""

import pytest
from bus import acting_as
from contracts.faults import NotFound
from contracts.platform.v1 import Actor
from contracts.tenant.v1 import (
    CREATE_SUBSCRIPTION,
    AddTenantUserRequest,
    DeactivateMemberRequest,
    DeleteTenantRequest,
    GetMeRequest,
    SuspendTenantRequest,
)


@pytest.fixture
async def ann(platform):
    """Owner of acme, which pays, and member of globex, which doesn't."""
    user = await platform.sign_in("ann", email="ann@x.example", emailVerified=True)
    for slug, role in {"globex": "member", "acme": "owner", "initech": ""}.items():
        await platform.create(slug, name=slug.upper())
        if role:
            request = AddTenantUserRequest(slug=slug, email="ann@x.example", role=role)
            await platform.users.add_tenant_user(request)
    price = {"amountMinor": 1000, "currency": "EUR"}
    await platform.send(CREATE_SUBSCRIPTION, {"slug": "acme", "seats": 3, "unitPrice": price})
    return Actor(type="user", id=user.id, audience="dezky-portal")


async def me(platform, actor):
    with acting_as(actor):
        return await platform.users.get_me(GetMeRequest())


class TestGetMe:
    async def test_profile(self, platform, ann):
        """Who they are, and by which application they came."""
        found = await me(platform, ann)
        assert (found.user.email, found.audience) == ("ann@x.example", "dezky-portal")

    async def test_tenants(self, platform, ann):
        """Where they belong, by name, with their role and what is paid."""
        found = await me(platform, ann)
        assert [(one.slug, one.name, one.status, one.role) for one in found.tenants] == [
            ("acme", "ACME", "active", "owner"),
            ("globex", "GLOBEX", "active", "member"),
        ]
        paid, free = found.tenants
        assert (paid.subscription.seats, paid.subscription.monthly_revenue.amount_minor) == (
            3,
            3000,
        )
        assert free.subscription is None

    async def test_suspended(self, platform, ann):
        """A suspended tenant says so."""
        request = SuspendTenantRequest(slug="acme", reason="unpaid")
        await platform.tenants.suspend_tenant(request)
        assert (await me(platform, ann)).tenants[0].status == "suspended"

    async def test_left(self, platform, ann):
        """A deleted tenant is theirs no longer, nor one that they were deactivated in."""
        await platform.tenants.delete_tenant(DeleteTenantRequest(slug="acme"))
        request = DeactivateMemberRequest(slug="globex", id=ann.id)
        await platform.members.deactivate_member(request)
        assert (await me(platform, ann)).tenants == []

    async def test_looks(self, platform, ann, queries):
        """Three looks, however many tenants there are."""
        queries.clear()
        await me(platform, ann)
        assert sorted(queries) == ["find", "find", "find"]

    async def test_nobody(self, platform):
        """Who isn't there is told so."""
        with pytest.raises(NotFound):
            await me(platform, Actor(type="user", id="0199f3a0-0000-7000-8000-0000000000ff"))
