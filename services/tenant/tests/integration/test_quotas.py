"""Quotas, contacts and billing addresses."""

import pytest
from contracts.faults import Conflict, Malformed
from contracts.tenant.v1 import (
    CREATE_TENANT,
    UPDATE_TENANT,
    BillingAddress,
    Contact,
    Quotas,
    UpdateTenantRequest,
)

LIMITS = {"starter": {"users": 5}, "business": {"users": 50, "mailboxes": 70}, "enterprise": {}}


@pytest.fixture
async def platform(start):
    return await start(plan_limits=LIMITS)


@pytest.fixture(autouse=True)
async def acme(platform):
    return await platform.create("acme", plan="business")


async def change(platform, version=1, **said):
    request = UpdateTenantRequest(slug="acme", version=version, **said)
    return (await platform.tenants.update_tenant(request)).tenant


async def use(platform, **figures):
    used = {"readAt": "2026-11-01T10:00:00.000Z", **figures}
    await platform.database["tenants"].update_one({"slug": "acme"}, {"$set": {"used": used}})


class TestQuotas:
    async def test_the_plan_s(self, acme):
        """A tenant has its plan's limits; what the settings leave out is unlimited."""
        assert acme.quotas == Quotas(users=50, mailboxes=70)

    async def test_an_override(self, platform):
        """What was agreed otherwise counts, the rest is the plan's."""
        changed = await change(platform, quota_overrides=Quotas(users=60, storage_gib=9))
        assert changed.quotas == Quotas(users=60, mailboxes=70, storage_gib=9)

    async def test_another_plan(self, platform):
        """With the plan go its limits; the overrides stay."""
        await change(platform, quota_overrides=Quotas(mailboxes=80))
        changed = await change(platform, 2, plan="starter")
        assert changed.quotas == Quotas(users=5, mailboxes=80)

    async def test_null(self, platform):
        """Null takes the overrides back."""
        await change(platform, quota_overrides=Quotas(users=60))
        body = {"slug": "acme", "version": 2, "quotaOverrides": None}
        changed = (await platform.send(UPDATE_TENANT, body))["tenant"]
        assert "quotaOverrides" not in changed
        assert changed["quotas"] == {"users": 50, "mailboxes": 70}

    async def test_never_read(self, acme):
        """What was never read is unknown, not nothing."""
        assert "used" not in acme.dump()

    async def test_below_use(self, platform):
        """A quota below what is used is refused by field and rule."""
        await use(platform, users=40)
        with pytest.raises(Conflict) as refused:
            await change(platform, quota_overrides=Quotas(users=39))
        assert refused.value.reason == "quota_below_use"
        (error,) = refused.value.errors
        assert (error.field, "40" in error.message) == ("quotas.users", True)

    async def test_a_smaller_plan(self, platform):
        """So is a plan that allows less than what is used."""
        await use(platform, users=40)
        with pytest.raises(Conflict) as refused:
            await change(platform, plan="starter")
        assert refused.value.reason == "quota_below_use"

    async def test_as_much_as_used(self, platform):
        """What is used may be all there is."""
        await use(platform, users=40)
        assert (await change(platform, quota_overrides=Quotas(users=40))).quotas.users == 40

    async def test_above_already(self, platform):
        """Who uses more than allowed may still change their name, or get more."""
        await use(platform, users=99)
        await change(platform, name="Acme GmbH")
        assert (await change(platform, 2, quota_overrides=Quotas(users=60))).quotas.users == 60


class TestContactAndBilling:
    async def test_kept(self, platform):
        """Both are kept as said."""
        contact = Contact(name="Ann", email="ann@acme.example", phone="+49 30 1234")
        address = BillingAddress(company="Acme", lines=["Street 1"], city="Berlin", country="DE")
        made = await platform.create("globex", contact=contact, billing_address=address)
        assert (made.contact, made.billing_address) == (contact, address)

    async def test_untouched(self, platform):
        """Absent fields stay."""
        await change(platform, contact=Contact(name="Ann"))
        assert (await change(platform, 2, name="Other")).contact == Contact(name="Ann")

    @pytest.mark.parametrize("field", ["contact", "billingAddress"])
    async def test_null(self, platform, field):
        """Null clears."""
        await change(
            platform,
            contact=Contact(name="Ann"),
            billing_address=BillingAddress(company="Acme", country="DE"),
        )
        changed = await platform.send(UPDATE_TENANT, {"slug": "acme", "version": 2, field: None})
        assert field not in changed["tenant"]
        assert field not in await platform.database["tenants"].find_one({"slug": "acme"})

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"contact": {}}, "contact.name"),
            ({"contact": {"name": "Ann", "email": "ann"}}, "contact.email"),
            ({"contact": {"name": "Ann", "fax": "1"}}, "contact.fax"),
            (
                {"billingAddress": {"company": "Acme", "country": "Germany"}},
                "billingAddress.country",
            ),
            ({"quotaOverrides": {"users": -1}}, "quotaOverrides.users"),
            ({"quotaOverrides": {"users": 1.5}}, "quotaOverrides.users"),
        ],
    )
    async def test_malformed(self, platform, said, field):
        """Each refusal names the field."""
        with pytest.raises(Malformed) as refused:
            await platform.send(CREATE_TENANT, {"slug": "globex", "name": "Globex", **said})
        assert [error.field for error in refused.value.errors] == [field]
