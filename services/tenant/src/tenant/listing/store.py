"""Every query for the list of tenants."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from chassis import Scope, as_contract, scoped
from contracts.tenant.v1 import Tenant

from tenant import search
from tenant.documents import TenantDocument
from tenant.listing.roll import Roll
from tenant.rules import LISTED, STATUSES

_HIDDEN = {"outbox": 0, "search": 0, "suspendedFrom": 0, "spells": 0}


class ListingStore:
    """Many tenants at a time."""

    def __init__(self) -> None:
        self._roll = Roll(self._changed_since_in_all)

    async def both(
        self,
        scope: Scope,
        *,
        status: str | None,
        words: Sequence[str],
        after: str,
        limit: int,
    ) -> tuple[list[Tenant], dict[str, int]]:
        """Return page and counts; the database works on both at a time."""
        return await asyncio.gather(
            self.page(scope, status=status, words=words, after=after, limit=limit),
            self.counts(scope, words=words),
        )

    async def page(
        self,
        scope: Scope,
        *,
        status: str | None,
        words: Sequence[str],
        after: str,
        limit: int,
    ) -> list[Tenant]:
        """Return up to `limit` tenants behind the slug `after`, by slug."""
        found: list[dict[str, Any]] = []
        lead = _lead(scope, status=status, words=words)
        statuses = (status,) if status else LISTED
        rest = [*_visible(scope, words=words), {"status": {"$in": list(statuses)}}]
        # Words are selective by themselves: without them, not every database stops at a limit.
        ends = [None] if words else self._roll.ends(after, size=limit, statuses=statuses)
        for end in ends:
            behind = {"slug": {"$gt": after} | ({"$lte": end} if end is not None else {})}
            first = lead if words else {**lead, **behind}
            rows = await TenantDocument.get_pymongo_collection().aggregate(
                [
                    {"$match": first},
                    {"$match": {"$and": [behind, scoped(scope, by="slug"), *rest]}},
                    {"$sort": {"slug": 1}},
                    {"$limit": limit - len(found)},
                    {"$project": _HIDDEN},
                ]
            )
            found += await rows.to_list()
            if len(found) == limit or end is None:
                break
            after = end
        return [as_contract(Tenant, raw) for raw in found]

    async def counts(self, scope: Scope, *, words: Sequence[str]) -> dict[str, int]:
        """Return how many tenants of each status match."""
        if words or scope.tenants is not None:
            found = await self._counted(scope, words)
        else:
            found = await self._roll.counts()
        return {status: found.get(status, 0) for status in STATUSES}

    async def _counted(self, scope: Scope, words: Sequence[str]) -> dict[str, int]:
        groups = await TenantDocument.get_pymongo_collection().aggregate(
            [
                {"$match": _lead(scope, status=None, words=words) or scoped(scope, by="slug")},
                {"$match": {"$and": [scoped(scope, by="slug"), *_visible(scope, words=words)]}},
                {"$group": {"_id": "$status", "count": {"$sum": 1}}},
            ]
        )
        return {group["_id"]: group["count"] for group in await groups.to_list()}

    async def _changed_since_in_all(self, moment: datetime) -> list[tuple[str, str]]:
        found = TenantDocument.get_pymongo_collection().find(
            {"updatedAt": {"$gte": moment}}, {"_id": 0, "slug": 1, "status": 1}
        )
        return [(raw["slug"], raw["status"]) for raw in await found.to_list()]


def _lead(scope: Scope, *, status: str | None, words: Sequence[str]) -> dict[str, Any]:
    """Return the one condition, beside the slug's range, that an index covers exactly."""
    if words:
        return search.matching(max(words, key=len), among="search")
    if scope.partner:
        return scoped(scope)
    return {"status": status} if status else {}


def _visible(scope: Scope, *, words: Sequence[str]) -> list[dict[str, Any]]:
    """What has all the words; and what was deleted is there for operators only."""
    alive = {} if scope.tenants is None else {"status": {"$in": list(LISTED)}}
    return [alive, *(search.matching(word, among="search") for word in words)]
