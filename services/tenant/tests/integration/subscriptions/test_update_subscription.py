"""Changing and cancelling subscriptions."""

import asyncio

import pytest
from contracts.faults import Conflict, Malformed, NotFound, StaleVersion


class TestUpdateSubscription:
    async def test_absent_fields_stay(self, billing):
        """Only what was sent changes, and what follows from it."""
        made = await billing.create()
        changed = await billing.update(seats=20)
        assert changed["monthlyRevenue"]["amountMinor"] == 20_000
        kept = made | {"seats": 20, "version": 2}
        kept["monthlyRevenue"] = changed["monthlyRevenue"]
        assert changed | {"updatedAt": ""} == kept | {"updatedAt": ""}

    async def test_entry(self, platform, billing):
        """One entry names the fields that differ, before and after."""
        await billing.create()
        await platform.entries()
        await billing.update(status="past_due")
        (entry,) = await platform.entries()
        assert entry.action == "subscription.updated"
        assert entry.metadata["changes"] == {"status": {"before": "active", "after": "past_due"}}

    async def test_nothing_new(self, platform, billing):
        """What is so already leaves nothing behind."""
        await billing.create()
        await platform.entries()
        assert (await billing.update(seats=10))["version"] == 1
        assert await platform.entries() == []

    async def test_stale(self, billing):
        """A change that is based on an older version is refused."""
        await billing.create()
        await billing.update(seats=11)
        with pytest.raises(StaleVersion):
            await billing.update(seats=12)

    async def test_at_once(self, billing):
        """Of two changes of one version one is made."""
        await billing.create()
        results = await asyncio.gather(
            billing.update(seats=11), billing.update(seats=12), return_exceptions=True
        )
        assert [type(result) for result in results if not isinstance(result, dict)] == [
            StaleVersion
        ]

    async def test_illegal_status(self, billing):
        """A trial can't be behind with paying; both states are named."""
        await billing.create(status="trial")
        with pytest.raises(Conflict, match=r"trial.*past_due") as refused:
            await billing.update(status="past_due")
        assert refused.value.reason == "illegal_transition"

    async def test_none(self, billing):
        """What isn't there can't change."""
        with pytest.raises(NotFound) as refused:
            await billing.update(seats=1)
        assert refused.value.reason == "subscription_not_found"

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"renewsAt": "2001-01-01T00:00:00Z"}, "renewsAt"),
            ({"status": "cancelled"}, "status"),
            ({"unitPrice": {"amountMinor": 1, "currency": "XAU"}}, "unitPrice.currency"),
            ({"unitPrice": {"amountMinor": 10**11, "currency": "EUR"}}, "unitPrice.amountMinor"),
            ({"seats": None}, "seats"),
        ],
    )
    async def test_refusals(self, billing, body, field):
        """Each refusal names the field."""
        await billing.create()
        with pytest.raises(Malformed) as refused:
            await billing.update(**body)
        assert [error.field for error in refused.value.errors] == [field]


class TestCancelSubscription:
    async def test_brings_nothing(self, billing):
        """What is cancelled brings nothing and renews never."""
        await billing.create()
        cancelled = await billing.cancel()
        assert cancelled["monthlyRevenue"]["amountMinor"] == 0
        assert "renewsAt" not in cancelled
        assert cancelled["cancelReason"] == "Closed"

    async def test_twice(self, platform, billing):
        """Cancelling twice keeps the first reason and leaves one entry."""
        await billing.create()
        await platform.entries()
        await billing.cancel()
        assert (await billing.cancel(reason="Again"))["cancelReason"] == "Closed"
        (entry,) = await platform.entries()
        assert (entry.action, entry.metadata["reason"]) == ("subscription.cancelled", "Closed")

    async def test_changes_no_more(self, billing):
        """A cancelled one can only begin anew."""
        await billing.create()
        await billing.cancel()
        with pytest.raises(Conflict) as refused:
            await billing.update(version=2, seats=3)
        assert refused.value.reason == "subscription_cancelled"
