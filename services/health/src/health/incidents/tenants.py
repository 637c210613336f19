"""Which tenants want which integration: a mirror of the directory's tenant records."""

import json
from collections.abc import Collection

from bus import Connection, Entry
from chassis.directory import BUCKET

_PREFIX = "tenant"
_ALIVE = frozenset({"pending", "active", "suspended"})


class Tenants:
    """Read as plain JSON: a record names its integrations as soon as the tenant wants one."""

    def __init__(self) -> None:
        self._integrations: dict[str, frozenset[str]] = {}

    async def follow(self, connection: Connection) -> None:
        """Read every record, then every change."""
        await connection.key_value(BUCKET).watch(self.see, prefix=_PREFIX)

    def see(self, entry: Entry | None) -> None:
        """Take one record."""
        if entry is None:
            return
        slug = entry.key.removeprefix(f"{_PREFIX}.")
        self._integrations.pop(slug, None)
        try:
            record = {} if entry.deleted else json.loads(entry.value)
        except ValueError:
            return
        wanted = record.get("integrations") if isinstance(record, dict) else None
        if isinstance(wanted, list) and record.get("status") in _ALIVE:
            self._integrations[slug] = frozenset(map(str, wanted))

    def wanting(self, integrations: Collection[str]) -> list[str]:
        """Return the tenants that want any of these."""
        return sorted(
            slug
            for slug, wanted in self._integrations.items()
            if not wanted.isdisjoint(integrations)
        )

    def of(self, slug: str) -> frozenset[str]:
        """Return what one tenant wants; nothing for a tenant that nobody knows."""
        return self._integrations.get(slug, frozenset())
