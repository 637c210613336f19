"""Every query for the list of tenants."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from chassis import Scope, as_contract, scoped
from contracts.tenant.v1 import ListTenantsRequest, Tenant

from tenant.documents import DeletionRecord, TenantDocument
from tenant.listing.order import KEYS, Order, Place
from tenant.listing.roll import Roll
from tenant.listing.wanted import Wanted
from tenant.rules import STATUSES
from tenant.visibility import hidden_from

# A tenant, and the cursor of a page that ends with it.
Row = tuple[Tenant, str]


class ListingStore:
    """Many tenants at a time."""

    def __init__(self) -> None:
        self._roll = Roll(self.changed_since_in_all)

    async def both(
        self, scope: Scope, asked: ListTenantsRequest, *, limit: int
    ) -> tuple[list[Row], dict[str, int]]:
        """Return page and counts; the database works on both at a time."""
        return await asyncio.gather(self.page(scope, asked, limit=limit), self.counts(scope, asked))

    async def page(self, scope: Scope, asked: ListTenantsRequest, *, limit: int) -> list[Row]:
        """Return up to `limit` tenants behind the cursor."""
        order, wanted = Order.of(asked.sort), Wanted.of(scope, asked)
        place = order.read(asked.cursor)
        # Not every database stops at a limit: where many match, they are asked for in windows.
        ends = self._roll.ends(order, place, size=limit, statuses=wanted.statuses)
        found: list[dict[str, Any]] = []
        for end in [None] if wanted.few is not None else ends:
            stages: list[dict[str, Any]] = [
                {"$match": wanted.few or order.window(place, end)},
                {
                    "$match": {
                        "$and": [
                            *order.between(place, end),
                            scoped(scope, by="slug"),
                            *wanted.conditions,
                            wanted.in_status(),
                        ]
                    }
                },
                {"$sort": order.by},
                {"$limit": limit - len(found)},
                {"$project": {name: 0 for name in hidden_from(scope) if name != order.key}},
            ]
            rows = await TenantDocument.get_pymongo_collection().aggregate(stages)
            found += await rows.to_list()
            if len(found) == limit or end is None:
                break
            place = end
        return [(as_contract(Tenant, raw), order.cursor(Place.of(raw, order.key))) for raw in found]

    async def counts(self, scope: Scope, asked: ListTenantsRequest) -> dict[str, int]:
        """Return how many tenants of each status match, whatever status is asked for."""
        wanted = Wanted.of(scope, asked)
        if wanted.is_everything:
            found = await self._roll.counts()
        else:
            found = await self._counted(scope, wanted)
        return {status: found.get(status, 0) for status in STATUSES}

    async def _counted(self, scope: Scope, wanted: Wanted) -> dict[str, int]:
        groups = await TenantDocument.get_pymongo_collection().aggregate(
            [
                {"$match": wanted.few or wanted.conditions[0]},
                {"$match": {"$and": [scoped(scope, by="slug"), *wanted.conditions]}},
                {"$group": {"_id": "$status", "count": {"$sum": 1}}},
            ]
        )
        return {group["_id"]: group["count"] for group in await groups.to_list()}

    async def changed_since_in_all(self, moment: datetime) -> Sequence[dict[str, Any]]:
        """Who was purged meanwhile may have left no document, but has left a record."""
        shown = {"_id": 0, "status": 1, "slug": 1, "partnerSlug": 1, **dict.fromkeys(KEYS, 1)}
        tenants = TenantDocument.get_pymongo_collection()
        changed = await tenants.find({"updatedAt": {"$gte": moment}}, shown).to_list()
        records = DeletionRecord.get_pymongo_collection()
        purged = await records.find({"purgedAt": {"$gte": moment}}, {"_id": 1}).to_list()
        return [*changed, *({"slug": raw["_id"], "status": "purged"} for raw in purged)]
