"""Which tenants want which integration: a mirror of the directory's tenant records."""

from collections.abc import Collection

from bus import Connection, Entry
from chassis import Scope
from chassis.directory import BUCKET
from contracts.tenant.v1 import TenantRecord
from pydantic import ValidationError

_PREFIX = "tenant"
_ALIVE = frozenset({"pending", "active", "suspended"})


class Tenants:
    """Watched, not asked for: a failure knows whom it hits while nobody else answers."""

    def __init__(self) -> None:
        self._records: dict[str, TenantRecord] = {}

    async def follow(self, connection: Connection) -> None:
        """Read every record, then every change."""
        await connection.key_value(BUCKET).watch(self.see, prefix=_PREFIX)

    def see(self, entry: Entry | None) -> None:
        """Take one record."""
        if entry is None:
            return
        slug = entry.key.removeprefix(f"{_PREFIX}.")
        self._records.pop(slug, None)
        if entry.deleted:
            return
        try:
            record = TenantRecord.read(entry.value)
        except ValidationError:
            return
        if record.status in _ALIVE:
            self._records[slug] = record

    def wanting(self, integrations: Collection[str]) -> list[str]:
        """Return the tenants that want any of these."""
        return sorted(
            slug
            for slug, record in self._records.items()
            if not set(integrations).isdisjoint(record.integrations)
        )

    def of(self, slug: str) -> frozenset[str]:
        """Return what one tenant wants; nothing for a tenant that nobody knows."""
        record = self._records.get(slug)
        return frozenset(record.integrations) if record else frozenset()

    def all_in(self, scope: Scope) -> list[TenantRecord]:
        """Return the tenants that the caller may see, by slug."""
        return [
            record
            for slug, record in sorted(self._records.items())
            if (record.partner_slug == scope.partner if scope.partner else scope.sees(slug))
        ]
