"""Every query about tenants; nothing else touches the collection."""

from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from chassis import Outbox, OutboxEntry, Scope, as_contract, scoped
from contracts.platform.v1 import FieldError
from contracts.tenant.v1 import Tenant
from pymongo.errors import DuplicateKeyError

from tenant.documents import TenantDocument
from tenant.rules import DomainTaken, SlugTaken, TenantNotFound

Decide = Callable[[TenantDocument], Sequence[OutboxEntry]]
_LISTED = ("pending", "active", "suspended")


def _refuse_duplicate(error: DuplicateKeyError, tenant: TenantDocument) -> NoReturn:
    """Name what is taken; not by whom, for that is another customer's business."""
    pattern = (error.details or {}).get("keyPattern", {})
    if "domains" in pattern:
        raise DomainTaken(
            "One of the domains belongs to another tenant.",
            errors=[FieldError(field="domains", message="each domain belongs to one tenant")],
        ) from error
    raise SlugTaken(
        f"The slug {tenant.slug} is taken.", errors=[FieldError(field="slug", message="is taken")]
    ) from error


class TenantStore:
    """Tenants in MongoDB."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def insert(self, tenant: TenantDocument, entries: Sequence[OutboxEntry]) -> None:
        """Store a new tenant; a taken slug or domain is a conflict."""
        try:
            await self._outbox.insert(tenant, entries)
        except DuplicateKeyError as error:
            _refuse_duplicate(error, tenant)

    async def change(self, slug: str, decide: Decide) -> TenantDocument:
        """Load, decide, save; no entries from `decide` means no write."""
        last: list[TenantDocument] = []

        async def load() -> TenantDocument:
            last[:] = [await self._document(slug)]
            return last[0]

        try:
            return await self._outbox.change(load, decide)
        except DuplicateKeyError as error:
            _refuse_duplicate(error, last[0])

    async def get(self, slug: str) -> Tenant:
        """Return one tenant."""
        collection = TenantDocument.get_pymongo_collection()
        found = await collection.find_one(scoped(slug, by="slug"), {"outbox": 0, "search": 0})
        if found is None:
            raise TenantNotFound(f"There is no tenant {slug}.")
        return as_contract(Tenant, found)

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
        collection = TenantDocument.get_pymongo_collection()
        found = await (
            collection.find(
                {
                    "$and": [
                        scoped(scope, by="slug"),
                        self._text(words),
                        {"status": status} if status else {"status": {"$in": list(_LISTED)}},
                        {"slug": {"$gt": after}} if after else {},
                    ]
                },
                {"outbox": 0, "search": 0},
            )
            .sort("slug")
            .limit(limit)
            .to_list()
        )
        return [as_contract(Tenant, raw) for raw in found]

    async def counts(self, scope: Scope, *, words: Sequence[str]) -> dict[str, int]:
        """Return how many tenants of each status match."""
        collection = TenantDocument.get_pymongo_collection()
        groups = await collection.aggregate(
            [
                {"$match": {"$and": [scoped(scope, by="slug"), self._text(words)]}},
                {"$group": {"_id": "$status", "count": {"$sum": 1}}},
            ]
        )
        found = {group["_id"]: group["count"] for group in await groups.to_list()}
        return {status: found.get(status, 0) for status in (*_LISTED, "deleted")}

    async def _document(self, slug: str) -> TenantDocument:
        collection = TenantDocument.get_pymongo_collection()
        found = await collection.find_one(scoped(slug, by="slug"))
        if found is None:
            raise TenantNotFound(f"There is no tenant {slug}.")
        return TenantDocument.read_stored(found)

    @staticmethod
    def _text(words: Sequence[str]) -> dict[str, Any]:
        return {"$and": [{"search": word} for word in words]} if words else {}
