"""Every query about partners' tenants and their people."""

from chassis import Scope, as_contract, scoped
from contracts.tenant.v1 import Tenant, User

from tenant.documents import TenantDocument
from tenant.people.documents import UserDocument
from tenant.rules import LISTED
from tenant.visibility import hidden_from

_USER = {"outbox": 0, "identityKeys": 0, "verifiedEmail": 0, "firstAdminGranted": 0}


class ResaleStore:
    """What belongs to a partner, in MongoDB."""

    async def tenants(
        self, scope: Scope, partner_slug: str, *, after: str, limit: int
    ) -> list[Tenant]:
        """Return up to `limit` of a partner's tenants behind the slug `after`, by slug."""
        found = await TenantDocument.get_pymongo_collection().aggregate(
            [
                {"$match": scoped(partner_slug, by="partnerSlug") | {"slug": {"$gt": after}}},
                {"$match": {"status": {"$in": list(LISTED)}}},
                {"$sort": {"slug": 1}},
                {"$limit": limit},
                {"$project": hidden_from(scope)},
            ]
        )
        return [as_contract(Tenant, raw) for raw in await found.to_list()]

    async def ever_tenants(
        self, partner_slug: str, *, after: str, limit: int
    ) -> list[TenantDocument]:
        """Return up to `limit` tenants that were the partner's at some time, by slug."""
        found = await TenantDocument.get_pymongo_collection().aggregate(
            [
                {"$match": scoped(partner_slug, by="spells.partnerSlug")},
                {"$match": {"slug": {"$gt": after}}},
                {"$sort": {"slug": 1}},
                {"$limit": limit},
                {"$project": {"outbox": 0, "search": 0}},
            ]
        )
        return [TenantDocument.read_stored(raw) for raw in await found.to_list()]

    async def people(self, partner_slug: str, *, after: str, limit: int) -> list[User]:
        """Return up to `limit` of a partner's people behind this address, by address."""
        found = await UserDocument.get_pymongo_collection().aggregate(
            [
                {"$match": scoped(partner_slug, by="partnerSlug") | {"email": {"$gt": after}}},
                {"$sort": {"email": 1}},
                {"$limit": limit},
                {"$project": _USER},
            ]
        )
        return [as_contract(User, raw) for raw in await found.to_list()]
