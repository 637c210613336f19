"""Every query about API keys; nothing else touches the collection."""

from collections.abc import Callable, Sequence
from datetime import datetime

from chassis import Outbox, OutboxEntry, Scope, as_contract, scoped
from contracts.tenant.v1 import ApiKey

from tenant.api_keys.documents import ApiKeyDocument
from tenant.api_keys.rules import ApiKeyNotFound

Decide = Callable[[ApiKeyDocument], Sequence[OutboxEntry]]
_HIDDEN = {"outbox": 0, "directoryKey": 0}


class ApiKeyStore:
    """API keys in MongoDB."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def insert(self, api_key: ApiKeyDocument, entries: Sequence[OutboxEntry]) -> None:
        """Store a new key."""
        await self._outbox.insert(api_key, entries)

    async def page(
        self, scope: Scope, *, tenant: str | None, before: str | None, limit: int
    ) -> list[ApiKey]:
        """Return up to `limit` keys that aren't revoked, the newest first: ids grow with time."""
        conditions = [{"revokedAt": None}, {"_id": {"$lt": before}} if before else {}]
        if tenant is not None:
            conditions.append(scoped(tenant))
        found = await ApiKeyDocument.get_pymongo_collection().aggregate(
            [
                {"$match": scoped(tenant) if tenant is not None else scoped(scope)},
                {"$match": {"$and": [scoped(scope), *conditions]}},
                {"$sort": {"_id": -1}},
                {"$limit": limit},
                {"$project": _HIDDEN},
            ]
        )
        return [as_contract(ApiKey, raw) for raw in await found.to_list()]

    async def change(self, scope: Scope, key_id: str, decide: Decide) -> ApiKeyDocument:
        """Load one that the scope shows, decide, save."""
        collection = ApiKeyDocument.get_pymongo_collection()
        wanted = {"$and": [{"_id": key_id.lower()}, scoped(scope)]}

        async def load() -> ApiKeyDocument:
            found = await collection.find_one(wanted)
            if found is None:
                raise ApiKeyNotFound(f"There is no API key {key_id}.")
            return ApiKeyDocument.read_stored(found)

        return await self._outbox.change(load, decide)

    async def good_of(self, tenant_slug: str, *, at: datetime) -> list[str]:
        """Return the ids of a tenant's keys that open something."""
        is_good = {"revokedAt": None, "expiresAt": {"$not": {"$lte": at}}}
        collection = ApiKeyDocument.get_pymongo_collection()
        found = await collection.find(scoped(tenant_slug) | is_good, {"_id": 1}).to_list()
        return [raw["_id"] for raw in found]
