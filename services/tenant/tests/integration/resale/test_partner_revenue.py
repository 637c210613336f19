"""Looking back at what a partner's tenants brought."""

from datetime import UTC, datetime, timedelta

import pytest
from chassis import now
from contracts.tenant.v1 import CREATE_SUBSCRIPTION, UPDATE_SUBSCRIPTION, DeleteTenantRequest

PRICE = {"amountMinor": 1000, "currency": "EUR"}


async def later():
    """Return a moment after everything that has happened, and before what comes."""
    moment = now() + timedelta(milliseconds=1)
    while now() <= moment:  # the clock has whole milliseconds: let two of them pass
        pass
    return moment


@pytest.fixture
async def moments(platform, resale):
    """Give moments between the changes of one tenant's life."""
    seen = {}
    await platform.create("acme", partner_slug="reseller")
    seen["attached"] = await later()
    body = {"slug": "acme", "seats": 1, "unitPrice": PRICE}
    await platform.send(CREATE_SUBSCRIPTION, body)
    seen["subscribed"] = await later()
    await platform.send(UPDATE_SUBSCRIPTION, {"slug": "acme", "version": 1, "seats": 5})
    seen["grown"] = await later()
    await resale.detach("acme")
    seen["detached"] = await later()
    await resale.attach("acme", "other")
    seen["moved"] = await later()
    await platform.tenants.delete_tenant(DeleteTenantRequest(slug="acme"))
    seen["deleted"] = await later()
    return seen


class TestListPartnerRevenue:
    @pytest.mark.parametrize(
        ("moment", "reseller", "other"),
        [
            ("attached", [("acme", None)], []),
            ("subscribed", [("acme", 1000)], []),
            ("grown", [("acme", 5000)], []),
            ("detached", [], []),
            ("moved", [], [("acme", 5000)]),
            ("deleted", [], []),
        ],
    )
    async def test_then(self, resale, moments, moment, reseller, other):
        """What is said of a moment is what was so then, whatever has come since."""
        assert await resale.revenue(moments[moment]) == reseller
        assert await resale.revenue(moments[moment], "other") == other

    @pytest.mark.usefixtures("moments")
    async def test_before(self, resale):
        """Before everything there was nothing."""
        assert await resale.revenue(datetime(2020, 1, 1, tzinfo=UTC)) == []

    async def test_goes_on(self, platform, resale):
        """Asked for what comes after a tenant, it goes on there."""
        for slug in ("a1", "a2"):
            await platform.create(slug, partner_slug="reseller")
        assert await resale.revenue(await later(), after="a1") == [("a2", None)]
