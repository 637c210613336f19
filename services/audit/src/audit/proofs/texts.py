"""Finds the text that an entry was sealed as."""

from dataclasses import dataclass

from chassis import Scope

from audit.rules import EntryNotFound
from audit.sealing.leaf import sealed_text
from audit.store import EntryStore


@dataclass(frozen=True, slots=True)
class SealedEntry:
    """An entry as it is stored, in canonical text."""

    id: str
    sequence: int
    tenant_slug: str
    text: str


class Texts:
    """Entries as they were sealed, wherever they are kept."""

    def __init__(self, store: EntryStore) -> None:
        self._store = store

    async def of(self, scope: Scope, identity: str) -> SealedEntry:
        """Return an entry that the scope may see; raise `EntryNotFound`."""
        row = await self._store.stored(scope, identity)
        if row is None:
            raise EntryNotFound(f"There is no entry {identity}.")
        text = sealed_text(row).decode()
        return SealedEntry(row["_id"], row["sequence"], row["tenantSlug"], text)
