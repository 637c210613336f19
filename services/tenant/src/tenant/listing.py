"""The list of tenants: which are asked for, in which order, and from where on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from chassis import Scope, as_contract, scoped
from chassis.cursors import CursorMalformed, decode, encode
from contracts.platform.v1 import FieldError
from contracts.tenant.v1 import ListTenantsRequest, Tenant

from tenant import search
from tenant.documents import TenantDocument
from tenant.rules import LISTED, STATUSES
from tenant.store import alive_for, hidden_from

# As the contract names a key -> as it is stored. Names sort as people read them.
_KEYS = {"slug": "slug", "name": "sortName", "createdAt": "createdAt", "updatedAt": "updatedAt"}
_EPOCH = datetime.fromtimestamp(0, UTC)
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Order:
    """A key, the slug for ties, both in one direction."""

    key: str
    direction: int

    @classmethod
    def of(cls, sort: str | None) -> "Order":
        """Read what was asked for; without anything it is the slug."""
        asked = sort or "slug"
        return cls(_KEYS[asked.lstrip("+-")], -1 if asked.startswith("-") else 1)

    def cursor(self, raw: Mapping[str, Any]) -> str:
        """Return the cursor of the page that ends here; it is good for this order only."""
        value = raw.get(self.key, "")
        if isinstance(value, datetime):
            value = (value - _EPOCH) // _MILLISECOND
        return encode(self.key, self.direction, value, raw["slug"])

    def behind(self, cursor: str | None) -> dict[str, Any]:
        """Return the filter for what comes after the page that ended there."""
        if not cursor:
            return {}
        is_time = self.key.endswith("At")
        key, direction, value, slug = decode(cursor, kinds=(str, int, int if is_time else str, str))
        if (key, direction) != (self.key, self.direction):
            raise _foreign()
        edge: Any = value
        if is_time:
            try:
                edge = _EPOCH + int(value) * _MILLISECOND
            except OverflowError:
                raise _foreign() from None
        comes_later = "$gt" if self.direction > 0 else "$lt"
        tie = {self.key: edge, "slug": {comes_later: slug}}
        return {"$or": [{self.key: {comes_later: edge}}, tie]}


def _foreign() -> CursorMalformed:
    errors = [FieldError(field="cursor", message="belongs to another order")]
    return CursorMalformed("The cursor belongs to another order; start without one.", errors=errors)


class Listing:
    """Pages of tenants, and how many there are."""

    async def page(
        self, scope: Scope, request: ListTenantsRequest, *, limit: int
    ) -> list[tuple[Tenant, str]]:
        """Return up to `limit` tenants, each with the cursor of a page that ends there."""
        order = Order.of(request.sort)
        status = request.status
        conditions = [
            *matching(scope, request),
            {"status": status} if status else {"status": {"$in": list(LISTED)}},
            order.behind(request.cursor),
        ]
        hidden = {name: flag for name, flag in hidden_from(scope).items() if name != "sortName"}
        found = TenantDocument.get_pymongo_collection().find({"$and": conditions}, hidden)
        by = [(order.key, order.direction)]
        if order.key != "slug":
            by.append(("slug", order.direction))
        rows = await found.sort(by).limit(limit).to_list()
        return [(as_contract(Tenant, raw), order.cursor(raw)) for raw in rows]

    async def counts(self, scope: Scope, request: ListTenantsRequest) -> dict[str, int]:
        """Return how many tenants of each status match, whatever status is asked for."""
        groups = await TenantDocument.get_pymongo_collection().aggregate(
            [
                {"$match": {"$and": matching(scope, request)}},
                {"$group": {"_id": "$status", "count": {"$sum": 1}}},
            ]
        )
        found = {group["_id"]: group["count"] for group in await groups.to_list()}
        return {status: found.get(status, 0) for status in STATUSES}


def matching(scope: Scope, request: ListTenantsRequest) -> Sequence[dict[str, Any]]:
    """Return the conditions for what the caller may see and has asked for, but for the status."""
    conditions = [scoped(scope, by="slug"), alive_for(scope)]
    words = search.words(request.q or "")
    conditions += [search.matching(word, among="search") for word in words]
    if request.plan:
        conditions.append({"plan": request.plan})
    if request.partner is not None:
        conditions.append({"partnerSlug": request.partner or None})
    return conditions
