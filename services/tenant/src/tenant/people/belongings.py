"""Where somebody belongs, as they see it: tenants, roles, and what is paid."""

import asyncio

from contracts.tenant.v1 import MyTenant, User

from tenant.store import TenantStore
from tenant.subscriptions.store import SubscriptionStore


class Belongings:
    """Two queries, however many tenants somebody belongs to."""

    def __init__(self, tenants: TenantStore, subscriptions: SubscriptionStore) -> None:
        self._tenants = tenants
        self._subscriptions = subscriptions

    async def of(self, user: User) -> list[MyTenant]:
        """Return the tenants of the person's memberships; a deleted one is theirs no longer."""
        roles = {one.tenant_slug: one.role for one in user.memberships}
        tenants, subscriptions = await asyncio.gather(
            self._tenants.some(list(roles)), self._subscriptions.some(list(roles))
        )
        return [
            MyTenant(
                slug=tenant.slug,
                name=tenant.name,
                status=tenant.status,
                role=roles[tenant.slug],
                subscription=subscriptions.get(tenant.slug),
            )
            for tenant in tenants
        ]
