"""Every query about how tenants are provisioned, and what is read of them for it."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from chassis import Outbox, OutboxEntry, as_contract, scoped
from chassis.outbox import ChangedMeanwhile
from contracts.tenant.v1 import Tenant, User
from pymongo.errors import DuplicateKeyError

from tenant.documents import TenantDocument
from tenant.people.documents import UserDocument
from tenant.provisioning.documents import ProvisioningDocument

Decide = Callable[[ProvisioningDocument], Sequence[OutboxEntry]]
_USER = {"outbox": 0, "identityKeys": 0, "verifiedEmail": 0, "firstAdminGranted": 0}
_ATTEMPTS = 20


class ProvisioningStore:
    """Tenants, their people, and how far other systems agree, in MongoDB."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def tenant(self, slug: str) -> Tenant | None:
        """Return a tenant, whatever its status."""
        found = await TenantDocument.get_pymongo_collection().find_one(scoped(slug, by="slug"))
        return as_contract(Tenant, found) if found else None

    async def people_of(self, slug: str) -> list[User]:
        """Return everybody who belongs to a tenant, deactivated or not, here or everywhere."""
        people: dict[str, User] = {}
        for by in ("memberships.tenantSlug", "inactiveMemberships.tenantSlug"):
            found = UserDocument.get_pymongo_collection().find(scoped(slug, by=by), _USER)
            people |= {raw["_id"]: as_contract(User, raw) for raw in await found.to_list()}
        return list(people.values())

    async def people_at_in_all(self, emails: Iterable[str]) -> list[User]:
        """Return the people who have these addresses, wherever they belong."""
        found = UserDocument.get_pymongo_collection().find(
            {"verifiedEmail": {"$in": sorted(emails)}}, _USER
        )
        return [as_contract(User, raw) for raw in await found.to_list()]

    async def statuses_in_all(self, slugs: Iterable[str]) -> dict[str, str]:
        """Return the status of each of these tenants."""
        found = TenantDocument.get_pymongo_collection().find(
            {"slug": {"$in": sorted(slugs)}}, {"_id": 0, "slug": 1, "status": 1}
        )
        return {raw["slug"]: raw["status"] for raw in await found.to_list()}

    async def unknown_in_all(self, configured: Sequence[str]) -> list[str]:
        """Return the slugs of tenants that weren't provisioned in all of these systems yet."""
        known = await self._integrations_in_all()
        found = TenantDocument.get_pymongo_collection().find(
            {}, {"_id": 0, "slug": 1, "integrations": 1}
        )
        return [
            raw["slug"]
            for raw in await found.to_list()
            if {*raw.get("integrations", ())} & {*configured} - known.get(raw["slug"], set())
        ]

    async def read(self, slug: str) -> ProvisioningDocument | None:
        """Return how a tenant stands; None when nobody has worked on it yet."""
        found = await ProvisioningDocument.get_pymongo_collection().find_one(
            scoped(slug, by="slug")
        )
        return ProvisioningDocument.read_stored(found) if found else None

    async def change(self, tenant: Tenant, decide: Decide) -> ProvisioningDocument:
        """Load or begin, decide, save what differs with what is to be told; again when stale."""
        attempt = 0
        while True:
            attempt += 1
            document = await self._load(tenant)
            before = document.storable()
            entries = decide(document)
            if not entries and document.storable() == before:
                return document
            try:
                await self._outbox.save(document, entries)
            except ChangedMeanwhile:
                if attempt == _ATTEMPTS:
                    raise
            else:
                return document

    async def torn_down_in_all(self) -> list[ProvisioningDocument]:
        """Return those of tenants that are gone everywhere."""
        found = ProvisioningDocument.get_pymongo_collection().find({"state": "torn_down"})
        return [ProvisioningDocument.read_stored(raw) for raw in await found.to_list()]

    async def drop(self, slug: str) -> bool:
        """Forget how a tenant stood; False while something about it is still to be told."""
        collection = ProvisioningDocument.get_pymongo_collection()
        await collection.delete_one({**scoped(slug, by="slug"), "outbox": []})
        return await collection.find_one(scoped(slug, by="slug"), {"_id": 1}) is None

    async def _load(self, tenant: Tenant) -> ProvisioningDocument:
        while (found := await self.read(tenant.slug)) is None:
            begun = ProvisioningDocument(id=tenant.id, slug=tenant.slug)
            # Begun by somebody else just now: theirs is found.
            with suppress(DuplicateKeyError):
                await self._outbox.insert(begun, ())
        return found

    async def _integrations_in_all(self) -> dict[str, set[str]]:
        found = ProvisioningDocument.get_pymongo_collection().find(
            {}, {"slug": 1, "integrations.integration": 1}
        )
        return {
            raw["slug"]: {one["integration"] for one in raw.get("integrations", ())}
            for raw in await found.to_list()
        }
