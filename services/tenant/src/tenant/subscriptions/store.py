"""Every query about subscriptions; nothing else touches the collection."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from chassis import Outbox, OutboxEntry, Scope, as_contract, scoped
from contracts.tenant.v1 import Subscription, SubscriptionChange
from pymongo.errors import DuplicateKeyError

from tenant.documents import TenantDocument
from tenant.rules import LISTED
from tenant.subscriptions.documents import SubscriptionDocument
from tenant.subscriptions.rules import SubscriptionExists, SubscriptionNotFound

Decide = Callable[[SubscriptionDocument], Sequence[OutboxEntry]]
_HIDDEN = {"outbox": 0, "changes": 0}
# A tenant's subscription, or a null one: who pays nothing is a customer as well.
_JOINED: list[dict[str, Any]] = [
    {
        "$lookup": {
            "from": SubscriptionDocument.Settings.name,
            "localField": "slug",
            "foreignField": "tenantSlug",
            "as": "subscription",
        }
    },
    {"$unwind": {"path": "$subscription", "preserveNullAndEmptyArrays": True}},
]


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

    async def revenue(
        self, scope: Scope, *, partner_slugs: Sequence[str], by_partner: bool
    ) -> list[dict[str, Any]]:
        """Return tenants and monthly revenue for each partner and currency, by one query."""
        partners = {"partnerSlug": {"$in": list(partner_slugs)}} if partner_slugs else {}
        visible = scoped(scope, by="slug")
        groups = await TenantDocument.get_pymongo_collection().aggregate(
            [
                # What an index covers exactly stands alone.
                {"$match": partners or visible},
                {"$match": {"$and": [visible, {"status": {"$in": list(LISTED)}}]}},
                # Before the join: what it carries along costs more than the join itself.
                {"$project": {"_id": 0, "slug": 1, "partnerSlug": 1}},
                *_JOINED,
                {
                    "$group": {
                        "_id": {
                            "partner": "$partnerSlug" if by_partner else "",
                            "currency": "$subscription.monthlyRevenue.currency",
                        },
                        "tenants": {"$sum": 1},
                        "amount": {"$sum": "$subscription.monthlyRevenue.amountMinor"},
                    }
                },
            ]
        )
        return [
            {
                "partner": group["_id"].get("partner") or "",
                "currency": group["_id"].get("currency") or "",
                "tenants": group["tenants"],
                "amount": group["amount"],
            }
            for group in await groups.to_list()
        ]
