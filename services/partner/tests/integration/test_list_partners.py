"""Listing partners with what they bring."""

import pytest
from bus import acting_as
from contracts.faults import Malformed, Unavailable
from contracts.partner.v1 import LIST_PARTNERS
from contracts.platform.v1 import Money


@pytest.fixture
async def partners(platform):
    """Give three partners, one without tenants and one terminated."""
    for slug in ("east", "north", "south"):
        await platform.create(slug, marginPct=15)
    platform.tenants.partner_of = {"a1": "north", "a2": "north", "b1": "south"}
    platform.tenants.revenue = {
        "a1": Money(amount_minor=1000, currency="CHF"),
        "a2": Money(amount_minor=500, currency="EUR"),
        "b1": Money(amount_minor=7, currency="EUR"),
    }
    await platform.terminate("south")
    platform.tenants.asked.clear()


def slugs(reply):
    return [item["partner"]["slug"] for item in reply["items"]]


@pytest.mark.usefixtures("partners")
class TestListPartners:
    async def test_what_they_bring(self, platform):
        """Each has its customers, and one sum per currency."""
        reply = await platform.send(LIST_PARTNERS)
        assert slugs(reply) == ["east", "north", "south"]
        assert [item["customers"] for item in reply["items"]] == [0, 2, 1]
        assert reply["items"][1]["monthlyRevenue"] == [
            {"amountMinor": 1000, "currency": "CHF"},
            {"amountMinor": 500, "currency": "EUR"},
        ]
        assert reply["items"][1]["partner"]["marginPct"] == 15.0

    async def test_one_question(self, platform):
        """However many partners there are, tenant is asked once."""
        await platform.send(LIST_PARTNERS)
        assert platform.tenants.asked == [("revenue", "partner")]

    async def test_pages(self, platform):
        """A cursor goes on where the page ended."""
        first = await platform.send(LIST_PARTNERS, limit=2)
        second = await platform.send(LIST_PARTNERS, limit=2, cursor=first["nextCursor"])
        assert (slugs(first), slugs(second)) == (["east", "north"], ["south"])
        assert "nextCursor" not in second

    @pytest.mark.parametrize(
        ("status", "expected"), [("active", ["east", "north"]), ("terminated", ["south"])]
    )
    async def test_status(self, platform, status, expected):
        """Only those in this status."""
        assert slugs(await platform.send(LIST_PARTNERS, status=status)) == expected

    async def test_own(self, platform, actor):
        """A partner's list is itself, with its figures."""
        with acting_as(actor("dezky-partner", partnerSlug="north")):
            reply = await platform.send(LIST_PARTNERS)
        assert slugs(reply) == ["north"]
        assert reply["items"][0]["customers"] == 2

    async def test_nothing_to_ask(self, platform, actor):
        """Who sees nobody asks nobody."""
        with acting_as(actor("dezky-partner", partnerSlug="west")):
            assert slugs(await platform.send(LIST_PARTNERS)) == []
        assert platform.tenants.asked == []

    async def test_bad_cursor(self, platform):
        """What is no cursor is refused by its field."""
        with pytest.raises(Malformed) as refused:
            await platform.send(LIST_PARTNERS, cursor="?")
        assert [error.field for error in refused.value.errors] == ["cursor"]


class TestWithoutTheTenantService:
    async def test_unavailable(self, platform_alone):
        """Nobody can say what they bring: try again later, rather than a list without figures."""
        await platform_alone.create()
        with pytest.raises(Unavailable):
            await platform_alone.send(LIST_PARTNERS)
