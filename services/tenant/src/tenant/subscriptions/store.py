"""Every query about subscriptions; nothing else touches the collection."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from chassis import Outbox, OutboxEntry, Scope, as_contract, scoped
from contracts.tenant.v1 import Subscription, SubscriptionChange
from pymongo.errors import DuplicateKeyError

from tenant.subscriptions.documents import SubscriptionDocument
from tenant.subscriptions.rules import SubscriptionExists, SubscriptionNotFound

Decide = Callable[[SubscriptionDocument], Sequence[OutboxEntry]]
_HIDDEN = {"outbox": 0, "changes": 0}


class SubscriptionStore:
    """Subscriptions in MongoDB."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def insert(
        self, subscription: SubscriptionDocument, entries: Sequence[OutboxEntry]
    ) -> None:
        """Store a tenant's first subscription."""
        try:
            await self._outbox.insert(subscription, entries)
        except DuplicateKeyError as error:
            raise SubscriptionExists(subscription.tenant_slug) from error

    async def change(self, tenant_slug: str, decide: Decide) -> SubscriptionDocument:
        """Load, decide, save; no entries from `decide` means no write."""

        async def load() -> SubscriptionDocument:
            found = await self.held(tenant_slug)
            if found is None:
                raise SubscriptionNotFound(tenant_slug)
            return found

        return await self._outbox.change(load, decide)

    async def held(self, tenant_slug: str) -> SubscriptionDocument | None:
        """Return a tenant's subscription with its history."""
        collection = SubscriptionDocument.get_pymongo_collection()
        found = await collection.find_one(scoped(tenant_slug))
        return SubscriptionDocument.read_stored(found) if found else None

    async def get(self, tenant_slug: str) -> Subscription:
        """Return a tenant's subscription."""
        collection = SubscriptionDocument.get_pymongo_collection()
        found = await collection.find_one(scoped(tenant_slug), _HIDDEN)
        if found is None:
            raise SubscriptionNotFound(tenant_slug)
        return as_contract(Subscription, found)

    async def some(self, tenant_slugs: Sequence[str]) -> dict[str, Subscription]:
        """Return the subscriptions that these tenants have, by tenant."""
        collection = SubscriptionDocument.get_pymongo_collection()
        found = await collection.find(scoped(Scope(tuple(tenant_slugs))), _HIDDEN).to_list()
        return {raw["tenantSlug"]: as_contract(Subscription, raw) for raw in found}

    async def changes(self, tenant_slug: str) -> list[SubscriptionChange]:
        """Return a subscription's history, the oldest change first."""
        found = await self.held(tenant_slug)
        if found is None:
            raise SubscriptionNotFound(tenant_slug)
        return found.changes

    async def changes_of_all(
        self, tenant_slugs: Sequence[str]
    ) -> Mapping[str, list[SubscriptionChange]]:
        """Return the histories of these tenants' subscriptions."""
        collection = SubscriptionDocument.get_pymongo_collection()
        found = collection.find(
            {"tenantSlug": {"$in": list(tenant_slugs)}}, {"tenantSlug": 1, "changes": 1}
        )
        return {
            raw["tenantSlug"]: [SubscriptionChange.read(change) for change in raw["changes"]]
            async for raw in found
        }

    async def changed_since_in_all(self, moment: datetime) -> list[dict[str, Any]]:
        """Return what these subscriptions bring that changed at this moment or later."""
        shown = {"_id": 0, "tenantSlug": 1, "monthlyRevenue": 1}
        collection = SubscriptionDocument.get_pymongo_collection()
        return await collection.find({"updatedAt": {"$gte": moment}}, shown).to_list()
