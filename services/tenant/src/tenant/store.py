"""Every query about tenants; nothing else touches the collection."""

from collections.abc import Callable, Sequence
from typing import Any

from chassis import Outbox, OutboxEntry, Scope, as_contract, scoped
from contracts.tenant.v1 import Tenant
from pymongo.errors import DuplicateKeyError

from tenant import search
from tenant.documents import TenantDocument
from tenant.rules import LISTED, STATUSES, TenantNotFound, domain_taken, slug_taken

Decide = Callable[[TenantDocument], Sequence[OutboxEntry]]
_HIDDEN = {"outbox": 0, "search": 0, "suspendedFrom": 0}


def _alive_for(scope: Scope) -> dict[str, Any]:
    """What was deleted is there for operators only."""
    return {} if scope.tenants is None else {"status": {"$in": list(LISTED)}}


def _about(words: Sequence[str]) -> list[dict[str, Any]]:
    return [search.matching(word, among="search") for word in words]


class TenantStore:
    """Tenants in MongoDB."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def insert(self, tenant: TenantDocument, entries: Sequence[OutboxEntry]) -> None:
        """Store a new tenant; a taken slug or domain is a conflict."""
        try:
            await self._outbox.insert(tenant, entries)
        except DuplicateKeyError:
            await self._refuse_taken_in_all(tenant)
            await self._insert_stepwise_in_all(tenant, entries)

    async def change(self, slug: str, decide: Decide) -> TenantDocument:
        """Load, decide, save; no entries from `decide` means no write."""
        last: list[TenantDocument] = []

        async def load() -> TenantDocument:
            last[:] = [await self._document(slug)]
            return last[0]

        try:
            return await self._outbox.change(load, decide)
        except DuplicateKeyError as error:
            await self._refuse_taken_in_all(last[0])
            raise domain_taken(last[0].domains) from error

    async def get(self, scope: Scope, slug: str) -> Tenant:
        """Return one tenant; what the scope doesn't show is not there."""
        if not scope.sees(slug):
            raise TenantNotFound(slug)
        # Merged by hand: the read behind every page is not the place for the planner to simplify.
        wanted = {**scoped(slug, by="slug"), **_alive_for(scope)}
        found = await TenantDocument.get_pymongo_collection().find_one(wanted, _HIDDEN)
        if found is None:
            raise TenantNotFound(slug)
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
        conditions = [
            scoped(scope, by="slug"),
            *_about(words),
            {"status": status} if status else {"status": {"$in": list(LISTED)}},
            {"slug": {"$gt": after}},
            _alive_for(scope),
        ]
        found = collection.find({"$and": conditions}, _HIDDEN)
        return [as_contract(Tenant, raw) for raw in await found.sort("slug").limit(limit).to_list()]

    async def counts(self, scope: Scope, *, words: Sequence[str]) -> dict[str, int]:
        """Return how many tenants of each status match."""
        collection = TenantDocument.get_pymongo_collection()
        conditions = [scoped(scope, by="slug"), *_about(words), _alive_for(scope)]
        groups = await collection.aggregate(
            [
                {"$match": {"$and": conditions}},
                {"$group": {"_id": "$status", "count": {"$sum": 1}}},
            ]
        )
        found = {group["_id"]: group["count"] for group in await groups.to_list()}
        return {status: found.get(status, 0) for status in STATUSES}

    async def _document(self, slug: str) -> TenantDocument:
        collection = TenantDocument.get_pymongo_collection()
        found = await collection.find_one(scoped(slug, by="slug"))
        if found is None:
            raise TenantNotFound(slug)
        return TenantDocument.read_stored(found)

    async def _refuse_taken_in_all(self, tenant: TenantDocument) -> None:
        """Name what is taken; not by whom, for that is another customer's business."""
        collection = TenantDocument.get_pymongo_collection()
        others = {"_id": {"$ne": tenant.id}}
        if await collection.find_one({"slug": tenant.slug, **others}):
            raise slug_taken(tenant.slug)
        holders = await collection.find({"domains": {"$in": tenant.domains}, **others}).to_list()
        held = {domain for holder in holders for domain in holder["domains"]}
        if taken := [domain for domain in tenant.domains if domain in held]:
            raise domain_taken(taken)

    async def _insert_stepwise_in_all(
        self, tenant: TenantDocument, entries: Sequence[OutboxEntry]
    ) -> None:
        """Insert without the domains, then add them with everything that is to be published.

        The embedded database takes what a tenant gave up for taken still, but only in inserts.
        """
        collection = TenantDocument.get_pymongo_collection()
        tenant.version = 0
        try:
            await collection.insert_one(tenant.storable() | {"domains": [], "outbox": []})
        except DuplicateKeyError as error:
            raise slug_taken(tenant.slug) from error
        try:
            await self._outbox.save(tenant, entries)
        except DuplicateKeyError as error:
            await collection.delete_one({"_id": tenant.id})
            raise domain_taken(tenant.domains) from error
