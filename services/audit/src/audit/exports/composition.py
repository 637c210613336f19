"""Puts exports together: who takes jobs, and who writes them."""

import asyncio
from datetime import timedelta
from functools import partial

from chassis import AuditTrail, Chassis
from chassis.files import files_at
from chassis.lease import Lease
from contracts.audit.v1 import EXPORT_SERVICE
from transparency import Signer

from audit.exports.exporter import Exporter
from audit.exports.files import Files
from audit.exports.limits import Limits
from audit.exports.service import ExportService
from audit.exports.store import ExportStore
from audit.exports.tickets import Tickets
from audit.exports.walk import Walk
from audit.exports.writer import Writer
from audit.persons.veil import Veil
from audit.proofs.prover import Prover
from audit.query.lookup import Lookup
from audit.retention.reading import ArchivedEntries
from audit.sealing.store import SealStore, StoredLease
from audit.settings import Settings
from audit.store import EntryStore
from audit.trees.store import TreeStore

_LEASE = "exporter"
# A part is written within seconds; so long nobody notices that its writer is gone.
_LEASE_SECONDS = 5.0


def export(
    chassis: Chassis[Settings],
    entries: EntryStore,
    veil: Veil,
    *,
    lookup: Lookup,
    archived: ArchivedEntries,
) -> None:
    """Serve the rpcs, and write beside them."""
    settings, asked = chassis.settings, asyncio.Event()
    store, signer = ExportStore(chassis.outbox), Signer.read(settings.signing_key)
    prover = Prover(TreeStore(), signer)
    limits = Limits(waiting=settings.exports_at_once, entries=settings.export_entries)
    files = Files(partial(files_at, settings.exports_url))
    service = ExportService(
        store, prover, Tickets(signer), limits, AuditTrail("audit"), wake=asked.set
    )
    writer = Writer(
        Walk(SealStore(), entries, lookup, archived),
        veil,
        prover,
        signer,
        files,
        limits=limits,
        kept=timedelta(hours=settings.export_hours),
    )
    lease = Lease(
        StoredLease(_LEASE), name=_LEASE, holder=chassis.service.id, seconds=_LEASE_SECONDS
    )
    chassis.serve(service, EXPORT_SERVICE)
    chassis.background(Exporter(store, writer, files, lease=lease, asked=asked).run())
