"""Puts retention together."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass

from chassis import AuditTrail, Chassis
from chassis.files import files_at

from audit.owners import Owners
from audit.persons.veil import Veil
from audit.retention.archive import Archive
from audit.retention.compacting import Compacting
from audit.retention.reading import ArchivedEntries
from audit.retention.retaining import Retaining
from audit.retention.store import RetentionStore
from audit.settings import Settings

Sealed = Callable[[Mapping[str, int]], Awaitable[Collection[str]]]


@dataclass(frozen=True, slots=True)
class Retention:
    """What is put together."""

    entries: ArchivedEntries
    store: RetentionStore
    archive: Archive


def retention(chassis: Chassis[Settings], veil: Veil) -> Retention:
    """Open the archive; a folder is made only when something is written."""
    store = RetentionStore(chassis.outbox)
    archive = Archive(lambda: files_at(chassis.settings.archive_url))
    return Retention(ArchivedEntries(store, archive, veil), store, archive)


def retaining(kept: Retention, settings: Settings, *, owners: Owners, sealed: Sealed) -> Compacting:
    """Return the chore."""
    chore = Retaining(
        kept.store,
        kept.archive,
        settings.retention_days,
        owners=owners,
        sealed=sealed,
        audit=AuditTrail("audit"),
    )
    return Compacting(chore.sweep, kept.store.compact_all, is_wanted=settings.retention_compacts)
