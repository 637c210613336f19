"""Finds tenants by their slugs: after the first time by their ids, many at once (ADR 0111)."""

from collections.abc import Sequence
from typing import Any

from chassis import scoped
from chassis.gathering import Gathered

from tenant.documents import TenantDocument
from tenant.visibility import STORE_ONLY

# Beyond this many they are all learned anew: simpler than to know which was asked for last.
_MOST_KEPT = 10_000
Row = dict[str, Any]


class BySlug:
    """Keeps which id has which slug: neither ever changes, nor is a slug used twice (ADR 0060)."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}
        self._by_id = Gathered(_by_id_in_all)

    async def read(self, slug: str) -> Row | None:
        """Return a tenant as it is stored, in whatever status, but for what nobody is shown.

        Others may be given the same one: it is to be read, not changed.
        """
        if known := self._ids.get(slug):
            found = await self._by_id.get(known)
            if found is not None:
                return found
        # Unknown, gone, or a creation that was taken back and tried again.
        collection = TenantDocument.get_pymongo_collection()
        row: Row | None = await collection.find_one(scoped(slug, by="slug"), STORE_ONLY)
        if row is not None:
            if len(self._ids) >= _MOST_KEPT:
                self._ids.clear()
            self._ids[slug] = row["_id"]
        return row


async def _by_id_in_all(identities: Sequence[str]) -> dict[str, Row]:
    """Read several tenants: which of them the callers may see, they decide by their scopes."""
    collection = TenantDocument.get_pymongo_collection()
    wanted = identities[0] if len(identities) == 1 else {"$in": list(identities)}
    rows = await collection.find({"_id": wanted}, STORE_ONLY).to_list()
    return {row["_id"]: row for row in rows}
