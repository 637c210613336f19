"""Reading subscriptions and their history."""

import pytest
from bus import acting_as
from contracts.faults import NotFound


class TestGetSubscription:
    async def test_who_may(self, platform, billing, operator, member_of, partner_of):
        """Operators, the tenant's people and its partner read the same."""
        await platform.create("globex", partner_slug="reseller")
        made = await billing.create("globex")
        for actor in (operator, member_of("globex"), partner_of("reseller")):
            with acting_as(actor):
                assert await billing.get("globex") == made

    async def test_strangers(self, billing, member_of, partner_of):
        """For everybody else there is no such tenant."""
        await billing.create()
        for actor in (member_of("globex"), partner_of("reseller", acme="owner")):
            with acting_as(actor), pytest.raises(NotFound) as refused:
                await billing.get()
            assert refused.value.reason == "tenant_not_found"

    async def test_none(self, billing):
        """A tenant without one says so."""
        with pytest.raises(NotFound) as refused:
            await billing.get()
        assert refused.value.reason == "subscription_not_found"


class TestListSubscriptionChanges:
    async def test_newest_first(self, billing):
        """Every change is there with the terms that it brought."""
        await billing.create(status="trial")
        await billing.update(version=1, status="active")
        await billing.update(version=2, seats=20)
        await billing.cancel()
        found = [
            (change["change"], change["version"], change["status"], change["seats"],
             change["monthlyRevenue"]["amountMinor"])
            for change in (await billing.history())["items"]
        ]  # fmt: skip
        assert found == [
            ("cancelled", 4, "cancelled", 20, 0),
            ("updated", 3, "active", 20, 20_000),
            ("updated", 2, "active", 10, 10_000),
            ("created", 1, "trial", 10, 0),
        ]

    async def test_pages(self, billing):
        """A cursor goes on where the page ended."""
        await billing.create()
        for version in range(1, 5):
            await billing.update(version=version, seats=10 + version)
        seen, cursor = [], {}
        while True:
            page = await billing.history(limit=2, **cursor)
            seen += [change["version"] for change in page["items"]]
            if "nextCursor" not in page:
                break
            cursor = {"cursor": page["nextCursor"]}
        assert seen == [5, 4, 3, 2, 1]

    async def test_strangers(self, billing, member_of):
        """Others' history isn't there."""
        await billing.create()
        with acting_as(member_of("globex")), pytest.raises(NotFound):
            await billing.history()
