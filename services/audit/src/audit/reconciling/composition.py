"""Puts reconciling together."""

from datetime import timedelta
from functools import partial

from bus import Connection
from chassis import Chassis
from transparency import Signer, Verifier

from audit.persons.veil import Veil
from audit.reconciling.entries import SealedEntries
from audit.reconciling.gaps import Gaps
from audit.reconciling.messages import SettledMessages
from audit.reconciling.reconciler import Reconciler
from audit.reconciling.rounds import Rounds
from audit.reconciling.sealed import SealedLog
from audit.reconciling.store import ReconcilingStore
from audit.reconciling.surplus import Surplus
from audit.retention.reading import ArchivedEntries
from audit.settings import Settings
from audit.trees.store import TreeStore

_CONSUMER = ("AUDIT", "audit")
# What follows an entry, its note and then the trees, is there within a second as a rule.
_PATIENCE_SECONDS = 10.0
# So many messages may wait to be stored while the log is compared.
_LITTLE = 500


def rounds(chassis: Chassis[Settings], archived: ArchivedEntries, veil: Veil) -> Rounds:
    """Return what runs on a schedule; what it finds is among the figures that health shows."""
    found = over(chassis.settings, chassis.connection, archived, veil)
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


def over(
    settings: Settings,
    connection: Connection,
    archived: ArchivedEntries,
    veil: Veil,
    *,
    patience_seconds: float = _PATIENCE_SECONDS,
) -> Reconciler:
    """Return one over this bus and the database that is open."""
    former = [Verifier.read(key) for key in settings.former_signing_keys]
    store, gaps = ReconcilingStore(), Gaps()
    return Reconciler(
        SealedLog(
            store,
            TreeStore(),
            SealedEntries(store, archived, veil),
            gaps,
            trusted=[Signer.read(settings.signing_key).verifier, *former],
            patience_seconds=patience_seconds,
        ),
        SettledMessages(store, archived, connection, gaps, consumer=_CONSUMER),
        Surplus(store, gaps, patience_seconds=patience_seconds),
        gaps,
    )
