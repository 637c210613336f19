"""What the caller is told about what they may do."""

import pytest
from contracts.platform.v1 import Membership
from contracts.tenant.v1 import GetMeResponse, MyTenant


@pytest.fixture
def me(gateway, services_user):
    """The tenant service's answer: a person at two tenants."""
    tenants = [MyTenant(slug=slug, role=role) for slug, role in ROLES.items()]
    reply = GetMeResponse(user=services_user, audience="dezky-portal", tenants=tenants)
    gateway.services.replies["get_me"] = [reply]


ROLES = {"acme": "admin", "globex": "member"}


@pytest.fixture
def services_user(services):
    """Give somebody."""
    return next(one for kind, one in services.samples.items() if kind.__name__ == "User")


async def ask(gateway, headers):
    answer = await gateway.client.get("/me", headers=headers)
    assert answer.is_success
    said = answer.json()
    return said["may"], {one["slug"]: one["may"] for one in said["tenants"]}


@pytest.mark.usefixtures("me")
class TestMay:
    async def test_portal(self, gateway, portal):
        """In each tenant what the role there opens; elsewhere what any token of the portal does."""
        memberships = [Membership(tenant_slug=slug, role=role) for slug, role in ROLES.items()]
        await gateway.register.put(portal, "ann", memberships=memberships)
        may, at = await ask(gateway, portal.bearer("ann"))
        assert "tenant.create_invitation" in at["acme"]
        assert "tenant.create_invitation" not in at["globex"]
        assert "tenant.list_members" in at["globex"]
        assert "tenant.suspend_tenant" not in at["acme"]
        assert {"tenant.create_tenant", "tenant.get_me"} <= set(may)
        assert "partner.create_partner" not in may

    async def test_operator(self, gateway, as_operator):
        """An operator may do what operators do, whoever's people they are."""
        may, at = await ask(gateway, as_operator)
        assert "partner.create_partner" in may
        assert "tenant.suspend_tenant" in at["globex"]
        assert "tenant.get_tenant" not in may

    async def test_not_said_elsewhere(self, gateway, as_operator):
        """What is internal can't be called by anybody."""
        may, at = await ask(gateway, as_operator)
        assert "tenant.record_sign_in" not in [*may, *at["acme"], *at["globex"]]
