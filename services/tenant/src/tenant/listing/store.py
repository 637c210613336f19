"""Every query for the list of tenants."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from chassis import Scope, as_contract, scoped
from contracts.tenant.v1 import ListTenantsRequest, Tenant

from tenant import search
from tenant.documents import DeletionRecord, TenantDocument
from tenant.listing.order import Order, Place
from tenant.listing.roll import Roll
from tenant.rules import LISTED, STATUSES
from tenant.visibility import alive_for, hidden_from

# A tenant, and the cursor of a page that ends with it.
Row = tuple[Tenant, str]


class ListingStore:
    """Many tenants at a time."""

    def __init__(self) -> None:
        self._roll = Roll(self._changed_since_in_all)

    async def both(
        self, scope: Scope, asked: ListTenantsRequest, *, limit: int
    ) -> tuple[list[Row], dict[str, int]]:
        """Return page and counts; the database works on both at a time."""
        return await asyncio.gather(self.page(scope, asked, limit=limit), self.counts(scope, asked))

    async def page(self, scope: Scope, asked: ListTenantsRequest, *, limit: int) -> list[Row]:
        """Return up to `limit` tenants behind the cursor."""
        order = Order.of(asked.sort)
        place = order.read(asked.cursor)
        words = search.words(asked.q or "")
        statuses = (asked.status,) if asked.status else LISTED
        lead = _lead(scope, asked, words)
        rest = [*_matching(scope, asked, words), {"status": {"$in": list(statuses)}}]
        hidden = {name: 0 for name in hidden_from(scope) if name != order.key}
        found: list[dict[str, Any]] = []
        # Words are selective by themselves: without them, not every database stops at a limit.
        is_by_slug = order == Order.of(None)
        after = place.slug if place else ""
        ends = (
            self._roll.ends(after, size=limit, statuses=statuses)
            if is_by_slug and not words
            else [None]
        )
        for end in ends:
            behind = [order.behind(place)]
            if end is not None:
                behind.append({"slug": {"$lte": end}})
            window = {"slug": {"$gt": after, "$lte": end}} if end is not None else {}
            rows = await TenantDocument.get_pymongo_collection().aggregate(
                [
                    {"$match": lead if words else {**lead, **window}},
                    {"$match": {"$and": [*behind, *rest]}},
                    {"$sort": order.by},
                    {"$limit": limit - len(found)},
                    {"$project": hidden},
                ]
            )
            found += await rows.to_list()
            if len(found) == limit or end is None:
                break
            after, place = end, Place(end, end)
        return [(as_contract(Tenant, raw), order.cursor(order.place(raw))) for raw in found]

    async def counts(self, scope: Scope, asked: ListTenantsRequest) -> dict[str, int]:
        """Return how many tenants of each status match, whatever status is asked for."""
        words = search.words(asked.q or "")
        is_filtered = asked.plan or asked.partner is not None or asked.provisioning
        if scope.tenants is not None or words or is_filtered:
            found = await self._counted(scope, asked, words)
        else:
            found = await self._roll.counts()
        return {status: found.get(status, 0) for status in STATUSES}

    async def _counted(
        self, scope: Scope, asked: ListTenantsRequest, words: Sequence[str]
    ) -> dict[str, int]:
        lead = _lead(scope, asked.model_copy(update={"status": None}), words)
        groups = await TenantDocument.get_pymongo_collection().aggregate(
            [
                {"$match": lead or scoped(scope, by="slug")},
                {"$match": {"$and": _matching(scope, asked, words)}},
                {"$group": {"_id": "$status", "count": {"$sum": 1}}},
            ]
        )
        return {group["_id"]: group["count"] for group in await groups.to_list()}

    async def _changed_since_in_all(self, moment: datetime) -> list[tuple[str, str]]:
        """Slug and status of what changed; who was purged meanwhile may have left no document."""
        changed = (
            await TenantDocument.get_pymongo_collection()
            .find({"updatedAt": {"$gte": moment}}, {"_id": 0, "slug": 1, "status": 1})
            .to_list()
        )
        purged = (
            await DeletionRecord.get_pymongo_collection()
            .find({"purgedAt": {"$gte": moment}}, {"_id": 1})
            .to_list()
        )
        return [
            *((raw["slug"], raw["status"]) for raw in changed),
            *((raw["_id"], "purged") for raw in purged),
        ]


def _lead(scope: Scope, asked: ListTenantsRequest, words: Sequence[str]) -> dict[str, Any]:
    """Return the one condition, beside the slug's range, that an index covers exactly."""
    if words:
        return search.matching(max(words, key=len), among="search")
    if scope.partner:
        return scoped(scope)
    if asked.partner:
        return {"partnerSlug": asked.partner}
    if asked.provisioning:
        return {"provisioning.state": asked.provisioning}
    return {"status": asked.status} if asked.status else {}


def _matching(
    scope: Scope, asked: ListTenantsRequest, words: Sequence[str]
) -> list[dict[str, Any]]:
    """Return the conditions for what the caller may see and has asked for, but for the status."""
    conditions = [scoped(scope, by="slug"), alive_for(scope)]
    conditions += [search.matching(word, among="search") for word in words]
    if asked.plan:
        conditions.append({"plan": asked.plan})
    if asked.provisioning:
        conditions.append({"provisioning.state": asked.provisioning})
    if asked.partner is not None:
        conditions.append({"partnerSlug": asked.partner or None})
    return conditions
