"""Every query about tenants that are on their way out; their other queries are in `store.py`."""

from datetime import datetime
from typing import Any

from tenant.documents import DeletionRecord, TenantDocument

# A sweep's share: the next one goes on.
_AT_ONCE = 200


class Deletions:
    """Tenants to purge, and what remains of them."""

    async def due_in_all(self, *, before: datetime) -> list[str]:
        """Return the slugs of what was deleted before this moment and nobody holds."""
        due = {"status": "deleted", "deletedAt": {"$lte": before}}
        held = {"deletionProtection": {"$ne": True}, "legalHold": {"$ne": True}}
        return await self._slugs_in_all(due | held)

    async def purged_in_all(self) -> list[str]:
        """Return the slugs of purged tenants whose documents are still there."""
        return await self._slugs_in_all({"status": "purged"})

    async def record_deletion_in_all(self, slug: str, *, at: datetime) -> bool:
        """Note who had this slug; say whether that was noted before."""
        tenants = TenantDocument.get_pymongo_collection()
        tenant = await tenants.find_one({"slug": slug}, {"_id": 1})
        if tenant is None:
            return False  # removed by another instance just now
        noted = await DeletionRecord.get_pymongo_collection().update_one(
            {"_id": slug},
            {"$setOnInsert": {"tenantId": tenant["_id"], "purgedAt": at}},
            upsert=True,
        )
        return noted.matched_count == 1

    async def remove_in_all(self, slug: str) -> bool:
        """Remove a purged tenant that has nothing left to publish; say whether it did."""
        collection = TenantDocument.get_pymongo_collection()
        gone = await collection.delete_one({"slug": slug, "status": "purged", "outbox": []})
        return gone.deleted_count == 1

    async def _slugs_in_all(self, conditions: dict[str, Any]) -> list[str]:
        collection = TenantDocument.get_pymongo_collection()
        found = collection.find(conditions, {"slug": 1}).limit(_AT_ONCE)
        return [raw["slug"] for raw in await found.to_list()]
