"""Puts reconciling together."""

from datetime import timedelta
from functools import partial

from bus import Connection
from chassis import Chassis
from transparency import Signer

from audit.proofs.prover import Prover
from audit.reconciling.reconciler import Reconciler
from audit.reconciling.rounds import Rounds
from audit.reconciling.store import ReconcilingStore
from audit.retention.reading import ArchivedEntries
from audit.sealing.store import SealStore
from audit.settings import Settings
from audit.trees.store import TreeStore

_CONSUMER = ("AUDIT", "audit")
# So many messages may wait to be stored while the log is compared.
_LITTLE = 500


def rounds(chassis: Chassis[Settings], archived: ArchivedEntries) -> Rounds:
    """Return what runs on a schedule; what it finds is among the figures that health shows."""
    found = over(chassis.settings, chassis.connection, archived)
    chassis.figures["reconcile"] = found.tell
    return Rounds(
        found,
        every=timedelta(seconds=chassis.settings.reconcile_seconds),
        is_calm=partial(_is_calm, chassis.connection),
    )


async def _is_calm(connection: Connection) -> bool:
    stream, _ = _CONSUMER
    behind = (await connection.state(stream)).last - await connection.settled(*_CONSUMER)
    return behind <= _LITTLE


def over(settings: Settings, connection: Connection, archived: ArchivedEntries) -> Reconciler:
    """Return one over this bus and the database that is open."""
    signer = Signer.read(settings.signing_key)
    return Reconciler(
        ReconcilingStore(),
        SealStore(),
        Prover(TreeStore(), signer),
        connection,
        archived=archived,
        verifier=signer.verifier,
        consumer=_CONSUMER,
    )
