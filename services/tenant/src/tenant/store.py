"""Every query about one tenant; `listing` has those about many."""

from collections.abc import Callable, Sequence
from datetime import datetime

from chassis import Outbox, OutboxEntry, Scope, as_contract, scoped
from contracts.tenant.v1 import Tenant, Usage
from pymongo.errors import DuplicateKeyError

from tenant import permissions
from tenant.by_slug import BySlug
from tenant.documents import DeletionRecord, TenantDocument
from tenant.domains.proofs import Proof
from tenant.domains.taken import domain_taken
from tenant.rules import STATUSES, TenantNotFound, slug_taken
from tenant.visibility import alive_for, hidden_from, shown_to, statuses_for

Decide = Callable[[TenantDocument], Sequence[OutboxEntry]]


class TenantStore:
    """Tenants in MongoDB."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._by_slug = BySlug()

    async def insert(self, tenant: TenantDocument, entries: Sequence[OutboxEntry]) -> None:
        """Store a new tenant; a taken slug or domain is a conflict."""
        await self._refuse_former_in_all(tenant.slug)
        try:
            await self._outbox.insert(tenant, entries)
        except DuplicateKeyError:
            await self._refuse_taken_in_all(tenant)
            await self._insert_stepwise_in_all(tenant, entries)

    async def change(self, slug: str, decide: Decide) -> TenantDocument:
        """Load, decide, save; no entries from `decide` means no write."""
        last: list[TenantDocument] = []

        async def load() -> TenantDocument:
            last[:] = [await self.document(slug)]
            return last[0]

        try:
            return await self._outbox.change(load, decide)
        except DuplicateKeyError as error:
            await self._refuse_taken_in_all(last[0])
            raise domain_taken(last[0].domains) from error

    async def get(self, scope: Scope, slug: str) -> Tenant:
        """Return one tenant; what the scope doesn't show is not there."""
        if not scope.partner and not scope.sees(slug):
            raise TenantNotFound(slug)
        found = await self._by_slug.read(slug)
        if found is None or found["status"] not in statuses_for(scope):
            raise TenantNotFound(slug)
        if scope.partner and found.get("partnerSlug") != scope.partner:
            raise TenantNotFound(slug)
        return as_contract(Tenant, shown_to(scope, found))

    async def some(self, slugs: Sequence[str]) -> list[Tenant]:
        """Return those of these tenants that are there for their people, by slug."""
        scope = Scope(tuple(slugs))
        wanted = {**scoped(scope, by="slug"), **alive_for(scope)}
        found = TenantDocument.get_pymongo_collection().find(wanted, hidden_from(scope))
        return [as_contract(Tenant, raw) for raw in await found.sort("slug").to_list()]

    async def note(
        self, slug: str, *, provisioning: str | None = None, used: Usage | None = None
    ) -> None:
        """Keep what other systems said: no change of the tenant's, so no version and no entry."""
        said = {"provisioning": provisioning, "used": used.dump() if used else None}
        noted = {name: value for name, value in said.items() if value is not None}
        collection = TenantDocument.get_pymongo_collection()
        await collection.update_one(scoped(slug, by="slug"), {"$set": noted})

    async def founded_in_all(self, founder: str) -> int:
        """Return how many tenants somebody has made that are still there."""
        collection = TenantDocument.get_pymongo_collection()
        alive = {"founder": founder, "status": {"$in": list(STATUSES)}}
        return await collection.count_documents(alive)

    async def ownerless_in_all(self, *, before: datetime) -> list[tuple[str, str]]:
        """Return slug and founder of tenants made before this whose owner is still to come."""
        collection = TenantDocument.get_pymongo_collection()
        waiting = {"awaitsOwner": True, "createdAt": {"$lt": before}}
        found = await collection.find(waiting, {"slug": 1, "founder": 1}).to_list()
        return [(raw["slug"], raw["founder"]) for raw in found]

    async def note_owned(self, slug: str) -> None:
        """The founder is the owner now: the entry about that is theirs."""
        collection = TenantDocument.get_pymongo_collection()
        await collection.update_one(scoped(slug, by="slug"), {"$unset": {"awaitsOwner": ""}})

    async def proofs(self, scope: Scope, slug: str) -> list[Proof]:
        """Return what proves the domains of a tenant that the scope shows."""
        await self.get(scope, slug)
        return (await self.document(slug)).proofs

    async def document(self, slug: str) -> TenantDocument:
        """Return a tenant as it is stored."""
        collection = TenantDocument.get_pymongo_collection()
        found = await collection.find_one(scoped(slug, by="slug"))
        if found is None:
            raise TenantNotFound(slug)
        return TenantDocument.read_stored(found)

    async def _refuse_former_in_all(self, slug: str) -> None:
        """Nobody inherits the timeline of a purged tenant."""
        records = DeletionRecord.get_pymongo_collection()
        if await records.find_one({"_id": slug}):
            raise slug_taken(slug)

    async def _refuse_taken_in_all(self, tenant: TenantDocument) -> None:
        """Name what is taken; by whom only to operators: it is another customer's business."""
        collection = TenantDocument.get_pymongo_collection()
        others = {"_id": {"$ne": tenant.id}}
        if await collection.find_one({"slug": tenant.slug, **others}):
            raise slug_taken(tenant.slug)
        holders = await collection.find({"domains": {"$in": tenant.domains}, **others}).to_list()
        held = {domain: holder["slug"] for holder in holders for domain in holder["domains"]}
        if taken := [domain for domain in tenant.domains if domain in held]:
            raise domain_taken(taken, holders=held if permissions.knows_all() else None)

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
