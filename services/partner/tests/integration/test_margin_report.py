"""Margin reports."""

from datetime import UTC, datetime, timedelta

import pytest
from bus import acting_as
from contracts.faults import Malformed, NotFound
from contracts.partner.v1 import GET_MARGIN_REPORT
from contracts.platform.v1 import Money


@pytest.fixture(autouse=True)
async def north(platform):
    """Give a partner with a share of 12.5 % and three tenants, one of which pays nothing."""
    await platform.create(marginPct=12.5)
    platform.tenants.partner_of = {"a1": "north", "a2": "north", "a3": "north", "a4": "north"}
    platform.tenants.revenue = {
        "a1": Money(amount_minor=1000, currency="EUR"),
        "a2": Money(amount_minor=1004, currency="EUR"),
        "a3": Money(amount_minor=999, currency="JPY"),
    }


async def report(platform, slug="north", **query):
    return await platform.send(GET_MARGIN_REPORT, slug=slug, **query)


class TestGetMarginReport:
    async def test_rows(self, platform):
        """Each paying tenant has its revenue and the share of it, rounded half up."""
        found = [
            (row["tenantSlug"], row["tenantName"], row["revenue"]["amountMinor"],
             row["margin"]["amountMinor"], row["margin"]["currency"])
            for row in (await report(platform))["rows"]
        ]  # fmt: skip
        assert found == [
            ("a1", "A1", 1000, 125, "EUR"),
            ("a2", "A2", 1004, 126, "EUR"),
            ("a3", "A3", 999, 125, "JPY"),
        ]

    async def test_totals(self, platform):
        """Totals are the sums of the rows, for each currency, on every page."""
        expected = [("EUR", 2004, 251), ("JPY", 999, 125)]
        for query in ({}, {"limit": 1}):
            totals = (await report(platform, **query))["totals"]
            assert [
                (one["revenue"]["currency"], one["revenue"]["amountMinor"],
                 one["margin"]["amountMinor"])
                for one in totals
            ] == expected  # fmt: skip

    async def test_pages(self, platform):
        """A cursor goes on where the page ended."""
        first = await report(platform, limit=2)
        second = await report(platform, limit=2, cursor=first["nextCursor"])
        assert [row["tenantSlug"] for row in second["rows"]] == ["a3"]
        assert "nextCursor" not in second

    async def test_current_month(self, platform):
        """Of the current month it tells how it stands now."""
        reply = await report(platform)
        moment = datetime.fromisoformat(reply["asOf"])
        assert reply["month"] == f"{moment:%Y-%m}"
        assert datetime.now(UTC) - moment < timedelta(minutes=1)
        assert reply["marginPct"] == 12.5

    async def test_share_of_that_time(self, platform):
        """A finished month has the share that counted then: a later one changes nothing."""
        before = datetime.now(UTC) - timedelta(days=62)
        stored = {"margins.0.since": before - timedelta(days=62)}
        await platform.database["partners"].update_one({}, {"$set": stored})
        await platform.update(marginPct=50)
        assert (await report(platform, month=f"{before:%Y-%m}"))["marginPct"] == 12.5
        assert (await report(platform))["marginPct"] == 50.0

    @pytest.mark.parametrize(
        "month", ["2999-01", "2026-13", "2026-00", "2026-1", "October", "0000-01"]
    )
    async def test_months(self, platform, month):
        """What is no month, or is still to come, is refused by its field."""
        with pytest.raises(Malformed) as refused:
            await report(platform, month=month)
        assert [error.field for error in refused.value.errors] == ["month"]

    async def test_own(self, platform, actor):
        """A partner gets its own report, and no other's."""
        await platform.create("south")
        with acting_as(actor("dezky-partner", partnerSlug="north")):
            assert (await report(platform))["rows"]
            with pytest.raises(NotFound):
                await report(platform, "south")
