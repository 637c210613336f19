"""Tenants as their own people make and change them, in the portal."""

from datetime import timedelta

import pytest
from bus import acting_as
from chassis import AuditTrail, now
from chassis.outbox import Outbox
from contracts.faults import Conflict, Forbidden, Malformed, NotFound
from contracts.platform.v1 import Actor
from contracts.tenant.v1 import (
    CREATE_TENANT,
    UPDATE_TENANT,
    GetTenantRequest,
    ListTenantUsersRequest,
    UpdateTenantRequest,
)
from tenant.founding import Founding
from tenant.people.departures.store import DepartureStore
from tenant.people.history import UserHistory
from tenant.people.members import Members
from tenant.people.store import UserStore
from tenant.store import TenantStore


async def portal(platform, subject):
    """Give somebody who has signed in to the portal."""
    person = await platform.sign_in(subject, email=f"{subject}@x.example", emailVerified=True)
    return Actor(type="user", id=person.id, audience="dezky-portal")


@pytest.fixture
async def pia(platform):
    person = await portal(platform, "pia")
    await platform.told("AUDIT")
    return person


async def roles(platform, slug):
    reply = await platform.users.list_tenant_users(ListTenantUsersRequest(slug=slug))
    return {user.email: [one.role for one in user.memberships] for user in reply.items}


class TestCreate:
    async def test_owner(self, platform, pia):
        """Who makes a tenant owns it: a tenant that is made and an owner who is added."""
        with acting_as(pia):
            made = await platform.create("acme", domains=["acme.example"])
        assert (made.plan, made.partner_slug) == ("starter", None)
        assert await roles(platform, "acme") == {"pia@x.example": ["owner"]}
        # The outboxes of two documents are published side by side; ids sort by when they were made.
        entries = sorted(await platform.entries(), key=lambda one: one.id)
        assert [(one.action, one.actor_id) for one in entries] == [
            ("tenant.created", pia.id),
            ("user.added", pia.id),
        ]

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("plan", "enterprise"),
            ("partnerSlug", "reseller"),
            ("quotaOverrides", {"users": 1000}),
            ("integrations", []),
        ],
    )
    async def test_what_operators_decide(self, platform, pia, field, value):
        """The refusal names the field, and no tenant is made."""
        with acting_as(pia), pytest.raises(Forbidden) as refused:
            await platform.send(CREATE_TENANT, {"slug": "acme", "name": "Acme", field: value})
        assert (refused.value.reason, [one.field for one in refused.value.errors]) == (
            "operator_required",
            [field],
        )
        assert await platform.database["tenants"].count_documents({}) == 0

    async def test_few(self, start):
        """Somebody makes as many as the settings say; who was purged counts no longer."""
        platform = await start(own_tenants=2)
        pia = await portal(platform, "pia")
        with acting_as(pia):
            for slug in ("one", "two"):
                await platform.create(slug)
            with pytest.raises(Conflict) as refused:
                await platform.create("three")
        assert refused.value.reason == "too_many_tenants"
        await platform.database["tenants"].update_one(
            {"slug": "one"}, {"$set": {"status": "purged"}}
        )
        with acting_as(pia):
            await platform.create("three")

    async def test_none(self, start):
        """The settings may leave it to operators."""
        platform = await start(own_tenants=0)
        with acting_as(await portal(platform, "pia")), pytest.raises(Conflict, match="operators"):
            await platform.create("acme")

    async def test_killed_in_between(self, platform, pia):
        """What was left half done is completed, once, and an owner comes to no other tenant."""
        with acting_as(pia):
            await platform.create("acme")
        await platform.create("globex")
        tenants = platform.database["tenants"]
        long_ago = now() - timedelta(minutes=5)
        half_done = {"awaitsOwner": True, "createdAt": long_ago}
        await tenants.update_one({"slug": "acme"}, {"$set": half_done})
        await platform.database["users"].update_one({"_id": pia.id}, {"$set": {"memberships": []}})
        await platform.told("AUDIT")
        outbox = Outbox(platform.relay.wake)
        store, users = TenantStore(outbox), UserStore(outbox)
        members = Members(users, DepartureStore(), store, UserHistory(AuditTrail("tenant")))
        founding = Founding(store, members, most=3)
        for _ in range(2):
            await founding.sweep()
        assert await roles(platform, "acme") == {"pia@x.example": ["owner"]}
        assert await roles(platform, "globex") == {}
        assert [one.action for one in await platform.entries()] == ["user.added"]


class TestUpdate:
    @pytest.fixture(autouse=True)
    async def acme(self, platform):
        await platform.create("acme")
        await platform.tenants.update_tenant(
            UpdateTenantRequest(slug="acme", version=1, legal_hold=True)
        )

    async def update(self, platform, **body):
        return await platform.send(UPDATE_TENANT, {"slug": "acme", "version": 2, **body})

    async def test_contact(self, platform, member_of):
        """An admin says whom to ask and where bills go, and what the tenant is called."""
        contact = {"name": "Ann", "email": "ann@acme.example"}
        address = {"company": "Acme", "lines": ["High Street 1"], "country": "DE"}
        with acting_as(member_of("acme", role="admin")):
            reply = await self.update(
                platform, name="Acme & Sons", contact=contact, billingAddress=address
            )
        tenant = reply["tenant"]
        assert (tenant["name"], tenant["contact"], tenant["billingAddress"]) == (
            "Acme & Sons",
            contact,
            address,
        )

    async def test_holds_are_not_told(self, platform, member_of):
        """That a tenant is held is told to operators only, by every answer."""
        with acting_as(member_of("acme", role="owner")):
            changed = await self.update(platform, name="New")
            read = await platform.tenants.get_tenant(GetTenantRequest(slug="acme"))
        assert "legalHold" not in changed["tenant"]
        assert read.tenant.legal_hold is None
        seen = await platform.tenants.get_tenant(GetTenantRequest(slug="acme"))
        assert seen.tenant.legal_hold is True

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("plan", "enterprise"),
            ("partnerSlug", None),
            ("domains", []),
            ("quotaOverrides", None),
            ("integrations", []),
            ("deletionProtection", False),
            ("legalHold", False),
        ],
    )
    async def test_what_operators_decide(self, platform, member_of, field, value):
        """The refusal names the field, also when it would only be cleared."""
        with acting_as(member_of("acme", role="owner")), pytest.raises(Forbidden) as refused:
            await self.update(platform, **{field: value})
        assert [one.field for one in refused.value.errors] == [field]

    async def test_others(self, platform, member_of):
        """Others' tenants don't exist."""
        with acting_as(member_of("globex", role="owner")), pytest.raises(NotFound):
            await self.update(platform, name="Mine")

    async def test_members(self, platform, member_of):
        """A member who is no admin changes nothing."""
        with acting_as(member_of("acme")), pytest.raises(Forbidden):
            await self.update(platform, name="Mine")

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"contact": {"email": "ann@acme.example"}}, "contact.name"),
            ({"contact": {"name": "Ann", "email": "ann"}}, "contact.email"),
            ({"contact": {"name": "Ann", "phone": "call me"}}, "contact.phone"),
            (
                {"billingAddress": {"company": "Acme", "country": "Germany"}},
                "billingAddress.country",
            ),
            ({"contact": {"name": "Ann", "fax": "1"}}, "contact.fax"),
        ],
    )
    async def test_malformed(self, platform, member_of, body, field):
        """The refusal names the field inside of the field."""
        with acting_as(member_of("acme", role="admin")), pytest.raises(Malformed) as refused:
            await self.update(platform, **body)
        assert [one.field for one in refused.value.errors] == [field]
