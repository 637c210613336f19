"""Subscribing tenants."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from bus import acting_as
from contracts.faults import Conflict, Malformed, NotFound
from contracts.tenant.v1 import DeleteTenantRequest

YESTERDAY = datetime.now(UTC) - timedelta(days=1)


def said(moment):
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class TestCreateSubscription:
    async def test_defaults(self, billing):
        """The tenant's plan, paid monthly, active from now on, for one month."""
        made = await billing.create()
        assert (made["plan"], made["period"], made["status"], made["version"]) == (
            "business",
            "monthly",
            "active",
            1,
        )
        assert made["monthlyRevenue"] == {"amountMinor": 10_000, "currency": "EUR"}
        assert made["startedAt"] == made["createdAt"] < made["renewsAt"]

    async def test_yearly(self, billing):
        """Ten seats at 10.00 a year are 8.33 a month."""
        made = await billing.create(period="yearly")
        assert made["monthlyRevenue"] == {"amountMinor": 833, "currency": "EUR"}

    async def test_trial(self, billing):
        """A trial brings nothing yet, in its own currency."""
        made = await billing.create(
            status="trial", unitPrice={"amountMinor": 900, "currency": "JPY"}
        )
        assert made["monthlyRevenue"] == {"amountMinor": 0, "currency": "JPY"}

    async def test_entry(self, platform, billing, operator):
        """One entry tells who agreed to what."""
        with acting_as(operator):
            made = await billing.create()
        (entry,) = await platform.entries()
        assert (entry.action, entry.tenant_slug, entry.resource_id, entry.actor_email) == (
            "subscription.created",
            "acme",
            made["id"],
            "operator@dezky.localhost",
        )
        assert entry.metadata["changes"]["unitPrice"]["after"] == made["unitPrice"]

    async def test_partner(self, platform, billing):
        """Each entry names the tenant's partner, who may read it whatever audit knows by then."""
        await platform.create("fjord", partner_slug="reseller")
        await billing.create("fjord")
        await billing.update("fjord", seats=11)
        await billing.cancel("fjord")
        told = [entry for entry in await platform.entries() if entry.action[:4] == "subs"]
        assert [entry.partner_slug for entry in told] == ["reseller"] * 3

    async def test_second(self, billing):
        """A tenant has one."""
        await billing.create()
        with pytest.raises(Conflict) as refused:
            await billing.create()
        assert refused.value.reason == "subscription_exists"

    async def test_two_at_once(self, platform, billing):
        """Of two at the same moment one is told that there is one."""
        results = await asyncio.gather(billing.create(), billing.create(), return_exceptions=True)
        assert sorted(type(result) for result in results if not isinstance(result, dict)) == [
            Conflict
        ]
        assert len(await platform.entries()) == 1

    async def test_no_such_tenant(self, billing):
        """There is nobody to bill."""
        with pytest.raises(NotFound) as refused:
            await billing.create("nobody")
        assert refused.value.reason == "tenant_not_found"

    async def test_deleted_tenant(self, platform, billing):
        """A deleted tenant buys nothing."""
        await platform.tenants.delete_tenant(DeleteTenantRequest(slug="acme"))
        with pytest.raises(Conflict) as refused:
            await billing.create()
        assert refused.value.reason == "tenant_deleted"

    async def test_anew(self, platform, billing):
        """A cancelled one begins anew, under another verb, as the next version."""
        first = await billing.create()
        await billing.cancel()
        await platform.entries()
        anew = await billing.create(seats=3, status="trial")
        assert (anew["id"], anew["version"], anew["status"]) == (first["id"], 3, "trial")
        assert "cancelledAt" not in anew
        (entry,) = await platform.entries()
        assert entry.action == "subscription.restarted"

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"seats": 0}, "seats"),
            ({"seats": 100_001}, "seats"),
            ({"seats": 1.5}, "seats"),
            ({"plan": "gold"}, "plan"),
            ({"period": "weekly"}, "period"),
            ({"status": "past_due"}, "status"),
            ({"unitPrice": None}, "unitPrice"),
            ({"unitPrice": {"amountMinor": -1, "currency": "EUR"}}, "unitPrice.amountMinor"),
            ({"unitPrice": {"amountMinor": 0.5, "currency": "EUR"}}, "unitPrice.amountMinor"),
            ({"unitPrice": {"currency": "EUR"}}, "unitPrice.amountMinor"),
            ({"unitPrice": {"amountMinor": 1, "currency": "eur"}}, "unitPrice.currency"),
            ({"unitPrice": {"amountMinor": 1, "currency": "DEM"}}, "unitPrice.currency"),
            ({"unitPrice": {"amountMinor": 10**11, "currency": "EUR"}}, "unitPrice.amountMinor"),
            ({"startedAt": "2999-01-01T00:00:00Z"}, "startedAt"),
            ({"startedAt": "yesterday"}, "startedAt"),
            ({"startedAt": said(YESTERDAY), "renewsAt": said(YESTERDAY)}, "renewsAt"),
            ({"colour": "red"}, "colour"),
        ],
    )
    async def test_refusals(self, billing, body, field):
        """Each refusal names the field and the rule."""
        with pytest.raises(Malformed) as refused:
            await billing.create(**body)
        (error,) = refused.value.errors
        assert error.field == field
        assert error.message
