"""Every query about tenants; nothing else touches the collection."""

from collections.abc import Callable, Sequence
from typing import Any

from chassis import Outbox, OutboxEntry, Scope, as_contract, scoped
from contracts.tenant.v1 import Tenant
from pymongo.errors import DuplicateKeyError

from tenant.documents import DeletionRecord, TenantDocument
from tenant.domains.proofs import Proof
from tenant.rules import LISTED, STATUSES, TenantNotFound, domain_taken, slug_taken

Decide = Callable[[TenantDocument], Sequence[OutboxEntry]]
_HIDDEN = dict.fromkeys(
    ("outbox", "search", "suspendedFrom", "deletedFrom", "reasonBefore", "proofs"), 0
)
_OPERATORS_ONLY = {"deletionProtection": 0, "legalHold": 0}


def alive_for(scope: Scope) -> dict[str, Any]:
    """What was deleted is there for operators only, and what was purged for nobody."""
    return {"status": {"$in": list(STATUSES if scope.tenants is None else LISTED)}}


def hidden_from(scope: Scope) -> dict[str, int]:
    """Name what replies never show, and what they show to operators only."""
    return _HIDDEN if scope.tenants is None else _HIDDEN | _OPERATORS_ONLY


class TenantStore:
    """Tenants in MongoDB."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def insert(self, tenant: TenantDocument, entries: Sequence[OutboxEntry]) -> None:
        """Store a new tenant; a taken slug or domain is a conflict."""
        records = DeletionRecord.get_pymongo_collection()
        if await records.find_one({"_id": tenant.slug}):
            raise slug_taken(tenant.slug)
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
        collection = TenantDocument.get_pymongo_collection()
        conditions = [scoped(slug, by="slug"), scoped(scope, by="slug"), alive_for(scope)]
        found = await collection.find_one({"$and": conditions}, hidden_from(scope))
        if found is None:
            raise TenantNotFound(slug)
        return as_contract(Tenant, found)

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
