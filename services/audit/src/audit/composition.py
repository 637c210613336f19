"""Puts the service together."""

from collections.abc import Mapping

from bus import Consumer
from bus.settling import BatchHandler
from chassis import AuditTrail, Chassis
from chassis.lease import Lease
from contracts.audit.v1 import (
    ACTION_SCHEMA_SERVICE,
    AUDIT_SERVICE,
    COUNTING_SERVICE,
    DEAD_LETTER_SERVICE,
    ERASURE_SERVICE,
    FOLLOWING_SERVICE,
    INTAKE_SERVICE,
    MASTER_KEY_SERVICE,
    PROOF_SERVICE,
    RETENTION_SERVICE,
    SEARCH_SERVICE,
    SINK_SERVICE,
    VIEWER_SERVICE,
    VIEWING_SERVICE,
)
from transparency import Signer

from audit.adding.store import EntryAdder
from audit.arrivals.store import ArrivalStore
from audit.counting.service import CountingService
from audit.counting.store import CountingStore
from audit.dead_letters.blanking import Blanking
from audit.dead_letters.reactions import Collector
from audit.dead_letters.service import DeadLetterService
from audit.dead_letters.store import DeadLetterStore
from audit.erasure.composition import erasing
from audit.exports.composition import export
from audit.following.follower import Follower
from audit.following.log import Log
from audit.following.service import FollowingService
from audit.following.store import FollowingStore
from audit.forwarding.composition import forwarding
from audit.housekeeping import Chore, Housekeeping
from audit.intake.service import IntakeService
from audit.owners import Owners
from audit.persons.declared import DECLARED, Declarations
from audit.persons.keyring import Keyring
from audit.persons.master import MasterKeys
from audit.persons.store import PersonStore
from audit.persons.veil import Veil
from audit.proofs.prover import Prover
from audit.proofs.service import ProofService
from audit.proofs.texts import Texts
from audit.query.lookup import Lookup
from audit.reactions import Recorder
from audit.reconciling.composition import rounds
from audit.retention.composition import retaining, retention
from audit.retention.reach import ArchiveReach
from audit.retention.service import RetentionService
from audit.rotation.rewrapping import Rewrapping
from audit.rotation.service import MasterKeyService
from audit.rotation.store import WrappedStore
from audit.schemas.register import SchemaRegister
from audit.schemas.service import ActionSchemaService
from audit.schemas.store import SchemaStore
from audit.sealing.composition import sequencer
from audit.sealing.stash import Stash
from audit.sealing.store import SealStore, StoredLease
from audit.searches.service import SearchService
from audit.searches.store import SearchStore
from audit.service import AuditService
from audit.settings import Settings
from audit.store import EntryStore
from audit.trees.store import TreeStore
from audit.viewers.history import ViewerHistory
from audit.viewers.service import ViewerService
from audit.viewers.store import ViewerTokenStore
from audit.viewers.viewing import ViewingService
from audit.vocabulary.store import Vocabulary

_STREAM, _DURABLE = "AUDIT", "audit"
# While the database writes a batch, the next is made ready.
_BATCHES = 2
_LEASE_SECONDS = 3.0


async def compose(chassis: Chassis[Settings]) -> None:
    """Bind services to their stores, streams to their consumers, and start sealing."""
    master = MasterKeys.read(chassis.settings.master_keys)
    keyring = Keyring(PersonStore(), master)
    veil, vocabulary, stash = _veil(chassis.settings, keyring), Vocabulary(), Stash()
    kept = retention(chassis, veil)
    adder = EntryAdder(veil, vocabulary, ArrivalStore(), stash)
    entries = EntryStore(veil, vocabulary, archived=kept.entries)
    owners, trail = Owners(chassis.connection), AuditTrail("audit")
    letters, schemas = DeadLetterStore(chassis.outbox), SchemaStore(chassis.outbox)
    prover = Prover(TreeStore(), Signer.read(chassis.settings.signing_key))
    recorder = Recorder(chassis.connection, adder, owners, SchemaRegister(schemas))
    chassis.serve(AuditService(entries, SealStore()), AUDIT_SERVICE)
    chassis.serve(ProofService(Texts(entries), SealStore(), prover, owners), PROOF_SERVICE)
    chassis.serve(ActionSchemaService(schemas, trail), ACTION_SCHEMA_SERVICE)
    lookup = Lookup(veil, vocabulary)
    follower = Follower(Log(SealStore()), FollowingStore(lookup, veil, kept.entries))
    counting = CountingService(CountingStore(lookup, veil), ArchiveReach(kept.store, owners))
    chassis.serve(counting, COUNTING_SERVICE)
    chassis.serve(FollowingService(follower), FOLLOWING_SERVICE)
    chassis.serve(SearchService(SearchStore(chassis.outbox), trail), SEARCH_SERVICE)
    viewers, uses = ViewerTokenStore(chassis.outbox), ViewerHistory(trail)
    chassis.serve(ViewerService(viewers, entries, uses), VIEWER_SERVICE)
    chassis.serve(ViewingService(viewers, follower, uses), VIEWING_SERVICE)
    sinks, supervisor = forwarding(chassis, follower, trail)
    chassis.serve(sinks, SINK_SERVICE)
    chassis.serve(IntakeService(chassis.connection), INTAKE_SERVICE)
    chassis.serve(DeadLetterService(letters, trail), DEAD_LETTER_SERVICE)
    _consume(chassis, _STREAM, recorder.record, at_once=_BATCHES)
    _consume(chassis, "DEAD", Collector(letters).collect)
    export(chassis, entries, veil, lookup=lookup, archived=kept.entries)
    chassis.background(supervisor.run())
    chassis.background(sequencer(chassis, entries, stash, consumer=(_STREAM, _DURABLE)).run())
    erasures = erasing(chassis, keyring, veil)
    chassis.serve(erasures.service, ERASURE_SERVICE)
    blanking = Blanking(letters, days=chassis.settings.plaintext_days)
    wrapped = WrappedStore()
    chassis.serve(MasterKeyService(wrapped, master), MASTER_KEY_SERVICE)
    chores = {
        "erasures": erasures.eraser.sweep,
        "dead_letters": blanking.sweep,
        "master_keys": Rewrapping(wrapped, master).sweep,
        "reconcile": rounds(chassis, kept.entries, veil).sweep,
        "retention": retaining(
            kept, chassis.settings, owners=owners, sealed=SealStore().sealed_of_all
        ).sweep,
    }
    days = chassis.settings.retention_days
    chassis.serve(RetentionService(kept.store, owners, trail, default=days), RETENTION_SERVICE)
    chassis.background(_housekeeping(chassis, chores).run())


def _veil(settings: Settings, keyring: Keyring) -> Veil:
    return Veil(keyring, Declarations({**DECLARED, **settings.personal_paths}))


def _housekeeping(chassis: Chassis[Settings], chores: Mapping[str, Chore]) -> Housekeeping:
    name = "housekeeping"
    lease = Lease(StoredLease(name), name=name, holder=chassis.service.id, seconds=_LEASE_SECONDS)
    return Housekeeping(lease, chores)


def _consume(
    chassis: Chassis[Settings],
    stream: str,
    handler: BatchHandler,
    *,
    at_once: int = 1,
) -> None:
    chassis.consume(
        Consumer(
            chassis.connection,
            stream=stream,
            durable=_DURABLE,
            handler=handler,
            at_once=at_once,
        )
    )
