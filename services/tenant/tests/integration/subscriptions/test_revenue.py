"""Monthly recurring revenue."""

from contracts.tenant.v1 import (
    LIST_MONTHLY_RECURRING_REVENUE,
    UPDATE_TENANT,
    DeleteTenantRequest,
)


async def revenue(platform, **query):
    """Return (partner, customers, amounts by currency) of each group."""
    reply = await platform.send(LIST_MONTHLY_RECURRING_REVENUE, query)
    return [
        (
            group.get("partnerSlug", ""),
            group["customers"],
            {money["currency"]: money["amountMinor"] for money in group["revenue"]},
        )
        for group in reply["items"]
    ]


async def customer(platform, billing, slug, partner=None, **body):
    await platform.create(slug, partner_slug=partner)
    if body:
        await billing.create(slug, **body)


async def some(platform, billing):
    """Make customers of two partners and of none, who pay in three currencies."""
    yen = {"amountMinor": 700, "currency": "JPY"}
    francs = {"amountMinor": 10**9, "currency": "CHF"}
    await customer(platform, billing, "a1", "reseller", seats=1)
    await customer(platform, billing, "a2", "reseller", seats=2, period="yearly")
    await customer(platform, billing, "a3", "reseller", seats=3, unitPrice=yen)
    await customer(platform, billing, "a4", "reseller", seats=5, status="trial")
    await customer(platform, billing, "a5", "reseller")
    await customer(platform, billing, "b1", "other", seats=100, unitPrice=francs)
    await customer(platform, billing, "b2", "other", seats=100, unitPrice=francs)
    await customer(platform, billing, "d1", None, seats=4)


class TestListMonthlyRecurringRevenue:
    async def test_by_partner(self, platform, billing):
        """Each partner has one sum per currency; yearly ones are divided before they are added."""
        await some(platform, billing)
        assert await revenue(platform, groupBy="partner") == [
            ("", 2, {"EUR": 4000}),
            ("other", 2, {"CHF": 2 * 10**11}),
            ("reseller", 5, {"EUR": 1000 + 167, "JPY": 2100}),
        ]

    async def test_everything(self, platform, billing):
        """Not grouped it is one sum per currency, and the groups add up to it."""
        await some(platform, billing)
        ((partner, customers, sums),) = await revenue(platform)
        assert (partner, customers) == ("", 9)
        assert sums == {"CHF": 2 * 10**11, "EUR": 5167, "JPY": 2100}

    async def test_some_partners(self, platform, billing):
        """Asked for some partners, the others stay away."""
        await some(platform, billing)
        found = await revenue(platform, groupBy="partner", partnerSlugs=["other", "nobody"])
        assert [group[0] for group in found] == ["other"]

    async def test_past_due_counts(self, platform, billing):
        """Who is behind with paying still owes; who has cancelled doesn't."""
        await billing.create(seats=1)
        await billing.update(status="past_due")
        assert await revenue(platform) == [("", 1, {"EUR": 1000})]
        await billing.cancel()
        assert await revenue(platform) == [("", 1, {})]

    async def test_deleted(self, platform, billing):
        """A deleted tenant is no customer and brings nothing."""
        await billing.create()
        await platform.tenants.delete_tenant(DeleteTenantRequest(slug="acme"))
        assert await revenue(platform) == []

    async def test_moved(self, platform, billing):
        """A tenant's revenue follows it from partner to partner."""
        await billing.create(seats=1)
        assert await revenue(platform, groupBy="partner") == [("", 1, {"EUR": 1000})]
        for version, partner in enumerate(("reseller", "other"), start=1):
            move = {"slug": "acme", "version": version, "partnerSlug": partner}
            await platform.send(UPDATE_TENANT, move)
            assert await revenue(platform, groupBy="partner") == [(partner, 1, {"EUR": 1000})]

    async def test_only_what_changed(self, platform, billing, queries):
        """However many partners and tenants there are, what has changed is asked for, once each."""
        await some(platform, billing)
        queries.clear()
        await revenue(platform, groupBy="partner")
        assert queries == ["find"] * 3
