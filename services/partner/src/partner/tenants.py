"""What the partner service asks of the tenant service, which owns tenants and their revenue."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime

from bus import acting_as, answering, request_id
from contracts.platform.v1 import Actor
from contracts.tenant import v1

# In our own name: that the caller may see the partner has been checked, and is all it takes.
_SELF = Actor(type="service", id="partner")
_LARGEST_PAGE = 200
_AT_ONCE = 16


class Tenants:
    """Tenants, as the tenant service tells."""

    def __init__(self, resale: v1.ResaleService, subscriptions: v1.SubscriptionService) -> None:
        self._resale = resale
        self._subscriptions = subscriptions

    async def revenue_of(self, partner_slugs: Sequence[str]) -> Mapping[str, v1.RevenueGroup]:
        """Return customers and revenue of these partners, by one question."""
        if not partner_slugs:
            return {}
        with acting_as(_SELF):
            reply = await self._subscriptions.list_monthly_recurring_revenue(
                v1.ListMonthlyRecurringRevenueRequest(
                    group_by="partner", partner_slugs=list(partner_slugs)
                )
            )
        return {group.partner_slug: group for group in reply.items}

    async def revenue_at(self, partner_slug: str, moment: datetime) -> list[v1.TenantRevenue]:
        """Return what each tenant brought that the partner had at that moment, by slug."""
        found: list[v1.TenantRevenue] = []
        request = v1.ListPartnerRevenueRequest(partner_slug=partner_slug, at=moment)
        while True:
            with acting_as(_SELF):
                reply = await self._resale.list_partner_revenue(request)
            found += reply.items
            if reply.next_after is None:
                return found
            request = request.model_copy(update={"after": reply.next_after})

    async def attached(self, partner_slug: str) -> list[str]:
        """Return the slugs of the tenants that the partner has."""
        found: list[str] = []
        request = v1.ListPartnerTenantsRequest(partner_slug=partner_slug, limit=_LARGEST_PAGE)
        while True:
            with acting_as(_SELF):
                reply = await self._resale.list_partner_tenants(request)
            found += [tenant.slug for tenant in reply.items]
            if reply.next_cursor is None:
                return found
            request = request.model_copy(update={"cursor": reply.next_cursor})

    async def detach(self, partner_slug: str, tenant_slugs: Sequence[str]) -> None:
        """Detach them, in the caller's name; idempotent."""
        room = asyncio.Semaphore(_AT_ONCE)

        async def one(tenant_slug: str) -> None:
            async with room:
                await self._resale.detach_tenant(
                    v1.DetachTenantRequest(partner_slug=partner_slug, tenant_slug=tenant_slug)
                )

        # The caller's Idempotency-Key is for one command, and these are many.
        with answering(request_id()):
            await asyncio.gather(*map(one, tenant_slugs))
