"""What a partner's tenants brought at some time, from what is remembered of it."""

from datetime import datetime

from contracts.tenant.v1 import ListPartnerRevenueResponse, TenantRevenue

from tenant.resale.spells import was_with
from tenant.resale.store import ResaleStore
from tenant.subscriptions.rules import terms_at
from tenant.subscriptions.store import SubscriptionStore

_PAGE = 500


class Revenue:
    """Looks back."""

    def __init__(self, resale: ResaleStore, subscriptions: SubscriptionStore) -> None:
        self._resale = resale
        self._subscriptions = subscriptions

    async def of(
        self, partner_slug: str, *, at: datetime, after: str
    ) -> ListPartnerRevenueResponse:
        """Return some of the tenants that the partner had at that moment, by slug."""
        found = await self._resale.ever_tenants(partner_slug, after=after, limit=_PAGE + 1)
        page = found[:_PAGE]
        theirs = [
            tenant
            for tenant in page
            if was_with(tenant.spells, partner_slug, at=at)
            and (tenant.deleted_at is None or at < tenant.deleted_at)
        ]
        changes = await self._subscriptions.changes_of_all([tenant.slug for tenant in theirs])
        return ListPartnerRevenueResponse(
            items=[
                TenantRevenue(
                    tenant_slug=tenant.slug,
                    tenant_name=tenant.name,
                    revenue=terms.monthly_revenue if terms else None,
                )
                for tenant in theirs
                for terms in [terms_at(changes.get(tenant.slug, ()), at)]
            ],
            next_after=page[-1].slug if len(found) > _PAGE else None,
        )
