"""Up to when a span of time may have archived entries: what only the database is asked for."""

from datetime import datetime

from chassis import Scope

from audit.owners import Owners
from audit.query.moments import Span
from audit.retention.store import RetentionStore


class ArchiveReach:
    """As far as a scope sees."""

    def __init__(self, store: RetentionStore, owners: Owners) -> None:
        self._store = store
        self._owners = owners

    async def until(self, scope: Scope, span: Span) -> datetime | None:
        """Return when the last of them happened, of a span's end at most; None for none."""
        reach = await self._store.reach_in_all(span)
        if reach and scope.partner:
            await self._owners.loaded()
        return max(
            (until for slug, until in reach.items() if self._sees(scope, slug)), default=None
        )

    def _sees(self, scope: Scope, slug: str) -> bool:
        if scope.partner:
            return self._owners.partner_of_tenant(slug) == scope.partner
        return scope.sees(slug)
