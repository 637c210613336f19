"""`python -m audit reconcile`: everything at once, with the service's own settings."""

import sys
from collections.abc import Sequence

import structlog
from chassis import Outbox, line, mongo
from chassis.files import files_at

from audit.persons.declared import Declarations
from audit.persons.keyring import Keyring
from audit.persons.master import MasterKeys
from audit.persons.store import PersonStore
from audit.persons.veil import Veil
from audit.reconciling.composition import over
from audit.retention.archive import Archive
from audit.retention.reading import ArchivedEntries
from audit.retention.store import RetentionStore
from audit.settings import Settings


async def reconciled(settings: Settings, documents: mongo.Documents) -> Sequence[str]:
    """Return every gap; it may run beside the service."""
    # What is found is the output; what is logged goes beside it.
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    async with (
        line.opened(settings) as connection,
        mongo.opened(settings.mongo_url, settings.service) as database,
    ):
        await mongo.prepare(database, documents)
        veil = reading_veil(settings)
        found = over(settings, connection, archived_of(settings, veil), veil)
        await found.run()
        return list(found.gaps)


def reading_veil(settings: Settings) -> Veil:
    """Return what opens personal fields, and covers none."""
    return Veil(Keyring(PersonStore(), MasterKeys.read(settings.master_keys)), Declarations())


def archived_of(settings: Settings, veil: Veil) -> ArchivedEntries:
    """Return what reads the archive; nothing is written by that."""
    archive = Archive(lambda: files_at(settings.archive_url))
    return ArchivedEntries(RetentionStore(Outbox(lambda: None)), archive, veil)
