"""People who work for partners."""

import pytest
from bus import acting_as
from chassis.directory import actor_key
from contracts.faults import Conflict, Malformed, NotFound
from contracts.tenant.v1 import ActorRecord, AddTenantUserRequest, ListTenantUsersRequest


class TestAddPartnerUser:
    async def test_made(self, platform, resale):
        """Nobody with this address: they are made, by one entry."""
        user = await resale.add("Nora@Reseller.example", name="Nora")
        assert (user["email"], user["name"], user["partnerSlug"]) == (
            "nora@reseller.example",
            "Nora",
            "reseller",
        )
        (entry,) = await platform.entries()
        assert (entry.action, entry.resource_id, entry.partner_slug) == (
            "user.partner_joined",
            user["id"],
            "reseller",
        )

    async def test_directory(self, platform, resale):
        """The directory says for whom they work, as soon as they have signed in once."""
        await resale.add("nora@reseller.example")
        await platform.sign_in("nora", email="nora@reseller.example", emailVerified=True)
        key = actor_key("https://idp.example/", "nora")
        assert ActorRecord.read(await platform.directory(key)).partner_slug == "reseller"

    async def test_known(self, platform, resale):
        """A tenant's member may work for a partner as well; once more changes nothing."""
        await platform.create("acme")
        known = await platform.users.add_tenant_user(
            AddTenantUserRequest(slug="acme", email="nora@reseller.example", role="owner")
        )
        await platform.entries()
        assert (await resale.add("nora@reseller.example"))["id"] == known.user.id
        assert len(await platform.entries()) == 1
        await resale.add("nora@reseller.example")
        assert await platform.entries() == []

    async def test_elsewhere(self, resale):
        """A person works for one partner at a time."""
        await resale.add("nora@reseller.example", "other")
        with pytest.raises(Conflict) as refused:
            await resale.add("nora@reseller.example")
        assert refused.value.reason == "user_works_elsewhere"
        assert [error.field for error in refused.value.errors] == ["email"]

    @pytest.mark.parametrize(
        ("partner", "fault", "reason"),
        [("nobody", NotFound, "partner_not_found"), ("former", Conflict, "partner_terminated")],
    )
    async def test_partners(self, resale, partner, fault, reason):
        """Only a partner under contract gets people."""
        with pytest.raises(fault) as refused:
            await resale.add("nora@reseller.example", partner)
        assert refused.value.reason == reason

    async def test_no_address(self, resale):
        """What is no address is refused by its field."""
        with pytest.raises(Malformed) as refused:
            await resale.add("nora")
        assert [error.field for error in refused.value.errors] == ["email"]

    async def test_a_tenants_colleagues_dont_see(self, platform, resale, member_of):
        """For whom else a colleague works is not a tenant's business."""
        await platform.create("acme")
        await platform.users.add_tenant_user(
            AddTenantUserRequest(slug="acme", email="nora@reseller.example", role="member")
        )
        await resale.add("nora@reseller.example")
        with acting_as(member_of("acme")):
            reply = await platform.users.list_tenant_users(ListTenantUsersRequest(slug="acme"))
        assert [user.partner_slug for user in reply.items] == [None]


class TestRemovePartnerUser:
    async def test_removed(self, platform, resale):
        """The directory says so at once, by one entry."""
        user = await resale.add("nora@reseller.example")
        await platform.sign_in("nora", email="nora@reseller.example", emailVerified=True)
        await platform.entries()
        assert "partnerSlug" not in await resale.remove(user["id"])
        key = actor_key("https://idp.example/", "nora")
        assert ActorRecord.read(await platform.directory(key)).partner_slug == ""
        assert [entry.action for entry in await platform.entries()] == ["user.partner_left"]

    async def test_not_theirs(self, resale):
        """Who doesn't work there isn't found there."""
        user = await resale.add("nora@reseller.example", "other")
        with pytest.raises(NotFound) as refused:
            await resale.remove(user["id"])
        assert refused.value.reason == "user_not_found"


class TestListPartnerUsers:
    async def test_by_address(self, platform, resale, partner_of):
        """Colleagues see each other, and nothing from outside; operators see all."""
        await platform.create("acme")
        await platform.users.add_tenant_user(
            AddTenantUserRequest(slug="acme", email="b@reseller.example", role="owner")
        )
        for email in ("c@reseller.example", "b@reseller.example", "a@reseller.example"):
            await resale.add(email)
        await resale.add("d@other.example", "other")
        first = await resale.people(limit=2)
        second = await resale.people(limit=2, cursor=first["nextCursor"])
        found = first["items"] + second["items"]
        assert [user["email"][0] for user in found] == ["a", "b", "c"]
        assert len(found[1]["memberships"]) == 1
        with acting_as(partner_of("reseller")):
            assert (await resale.people())["items"][1]["memberships"] == []

    async def test_others(self, resale, partner_of):
        """Another partner's people aren't there."""
        with acting_as(partner_of("other")), pytest.raises(NotFound):
            await resale.people()
