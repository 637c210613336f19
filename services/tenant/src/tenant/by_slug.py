"""Finds a tenant by its slug, after the first time by its id: half the work for the database."""

from collections.abc import Mapping
from typing import Any

from chassis import scoped

from tenant.documents import TenantDocument

# Beyond this many they are all learned anew: simpler than to know which was asked for last.
_MOST_KEPT = 10_000


class BySlug:
    """Keeps which id has which slug: neither ever changes, nor is a slug used twice (ADR 0060)."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}

    async def read(self, slug: str, hidden: Mapping[str, int]) -> dict[str, Any] | None:
        """Return a tenant as it is stored, in whatever status, without what is hidden."""
        if known := self._ids.get(slug):
            found = await _one(scoped(known, by="_id"), hidden)
            if found is not None:
                return found
        # Unknown, gone, or a creation that was taken back and tried again.
        found = await _one(scoped(slug, by="slug"), hidden)
        if found is not None:
            if len(self._ids) >= _MOST_KEPT:
                self._ids.clear()
            self._ids[slug] = found["_id"]
        return found


async def _one(wanted: dict[str, Any], hidden: Mapping[str, int]) -> dict[str, Any] | None:
    found: dict[str, Any] | None = await TenantDocument.get_pymongo_collection().find_one(
        wanted, hidden
    )
    return found
