"""Puts sealing together."""

from functools import partial

from chassis import Chassis
from chassis.lease import Lease
from transparency import Signer, Verifier

from audit.arrivals.queue import Queue
from audit.arrivals.store import ArrivalStore
from audit.sealing.sequencer import Sequencer
from audit.sealing.stash import Stash
from audit.sealing.store import SealStore, StoredLease
from audit.settings import Settings
from audit.store import EntryStore
from audit.trees.forest import Forest
from audit.trees.store import TreeStore

# So long an instance may be silent before another one seals; it notices within half a second.
_LEASE_SECONDS = 3.0
_PATIENCE_SECONDS = 1.0


def sequencer(
    chassis: Chassis[Settings], entries: EntryStore, stash: Stash, *, consumer: tuple[str, str]
) -> Sequencer:
    """Make this instance's; `consumer` names the stream and durable that bring the entries."""
    settings, seals = chassis.settings, SealStore()
    former = [Verifier.read(key) for key in settings.former_signing_keys]
    return Sequencer(
        seals,
        Forest(TreeStore(), Signer.read(settings.signing_key), former=former),
        queue=partial(
            Queue,
            ArrivalStore(),
            settled=partial(chassis.connection.settled, *consumer),
            sealed=seals.sealed_of_all,
            patience_seconds=_PATIENCE_SECONDS,
        ),
        rows=entries.stored_of_all,
        stash=stash,
        lease=Lease(
            StoredLease("sequencer"),
            name="sequencer",
            holder=chassis.service.id,
            seconds=_LEASE_SECONDS,
        ),
    )
