"""Puts the service together."""

import asyncio
from functools import partial

from bus import Consumer
from bus.settling import BatchHandler
from chassis import AuditTrail, Chassis
from chassis.lease import Lease
from contracts.audit.v1 import (
    ACTION_SCHEMA_SERVICE,
    AUDIT_SERVICE,
    COUNTING_SERVICE,
    DEAD_LETTER_SERVICE,
    INTAKE_SERVICE,
    PROOF_SERVICE,
)
from transparency import Signer, Verifier

from audit.arrivals.documents import ArrivalDocument
from audit.arrivals.queue import Queue
from audit.arrivals.store import ArrivalStore
from audit.counting.service import CountingService
from audit.counting.store import CountingStore
from audit.dead_letters.documents import DeadLetterDocument
from audit.dead_letters.reactions import Collector
from audit.dead_letters.service import DeadLetterService
from audit.dead_letters.store import DeadLetterStore
from audit.documents import EntryDocument
from audit.exports.composition import export
from audit.exports.documents import ExportDocument
from audit.intake.service import IntakeService
from audit.owners import Owners
from audit.persons.declared import DECLARED, Declarations
from audit.persons.documents import PersonDocument, SecretDocument
from audit.persons.keyring import Keyring
from audit.persons.master import MasterKeys
from audit.persons.store import PersonStore
from audit.persons.veil import Veil
from audit.proofs.prover import Prover
from audit.proofs.service import ProofService
from audit.proofs.texts import Texts
from audit.query.lookup import Lookup
from audit.reactions import Recorder
from audit.schemas.documents import SchemaDocument
from audit.schemas.register import SchemaRegister
from audit.schemas.service import ActionSchemaService
from audit.schemas.store import SchemaStore
from audit.sealing.documents import LeaseDocument, SealDocument
from audit.sealing.sequencer import Sequencer
from audit.sealing.store import SealStore, StoredLease
from audit.service import AuditService
from audit.settings import Settings
from audit.store import EntryStore
from audit.trees.documents import TileDocument, TreeDocument
from audit.trees.forest import Forest
from audit.trees.store import TreeStore
from audit.vocabulary.documents import WordDocument
from audit.vocabulary.store import Vocabulary

DOCUMENTS = [
    EntryDocument,
    DeadLetterDocument,
    ExportDocument,
    PersonDocument,
    SecretDocument,
    SchemaDocument,
    WordDocument,
    ArrivalDocument,
    SealDocument,
    LeaseDocument,
    TreeDocument,
    TileDocument,
]
_STREAM, _DURABLE = "AUDIT", "audit"
# A few parts of what the recorder reads and the database writes side by side.
_BATCH = 2000
# So long an instance may be silent before another one seals; it notices within half a second.
_LEASE_SECONDS = 3.0
_PATIENCE_SECONDS = 1.0


async def compose(chassis: Chassis[Settings]) -> None:
    """Bind services to their stores, streams to their consumers, and start sealing."""
    veil, stored = _veil(chassis.settings), asyncio.Event()
    vocabulary = Vocabulary()
    entries = EntryStore(veil, vocabulary, ArrivalStore(), stored=stored.set)
    owners, trail = Owners(chassis.connection), AuditTrail("audit")
    letters, schemas = DeadLetterStore(chassis.outbox), SchemaStore(chassis.outbox)
    prover = Prover(TreeStore(), Signer.read(chassis.settings.signing_key))
    recorder = Recorder(chassis.connection, entries, owners, SchemaRegister(schemas))
    chassis.serve(AuditService(entries, SealStore()), AUDIT_SERVICE)
    chassis.serve(ProofService(Texts(entries), SealStore(), prover, owners), PROOF_SERVICE)
    chassis.serve(ActionSchemaService(schemas, trail), ACTION_SCHEMA_SERVICE)
    counting = CountingStore(Lookup(veil, vocabulary), veil)
    chassis.serve(CountingService(counting), COUNTING_SERVICE)
    chassis.serve(IntakeService(chassis.connection), INTAKE_SERVICE)
    chassis.serve(DeadLetterService(letters, trail), DEAD_LETTER_SERVICE)
    _consume(chassis, _STREAM, recorder.record, batch=_BATCH)
    _consume(chassis, "DEAD", Collector(letters).collect)
    export(chassis, entries, veil)
    chassis.background(_sequencer(chassis, entries, stored).run())


def _veil(settings: Settings) -> Veil:
    keyring = Keyring(PersonStore(), MasterKeys.read(settings.master_keys))
    return Veil(keyring, Declarations({**DECLARED, **settings.personal_paths}))


def _sequencer(chassis: Chassis[Settings], entries: EntryStore, stored: asyncio.Event) -> Sequencer:
    settings, seals = chassis.settings, SealStore()
    former = [Verifier.read(key) for key in settings.former_signing_keys]
    return Sequencer(
        seals,
        Forest(TreeStore(), Signer.read(settings.signing_key), former=former),
        queue=partial(
            Queue,
            ArrivalStore(),
            settled=partial(chassis.connection.settled, _STREAM, _DURABLE),
            sealed=seals.sealed_of_all,
            patience_seconds=_PATIENCE_SECONDS,
        ),
        rows=entries.stored_of_all,
        stored=stored,
        lease=Lease(
            StoredLease("sequencer"),
            name="sequencer",
            holder=chassis.service.id,
            seconds=_LEASE_SECONDS,
        ),
    )


def _consume(
    chassis: Chassis[Settings], stream: str, handler: BatchHandler, *, batch: int = 500
) -> None:
    chassis.consume(
        Consumer(chassis.connection, stream=stream, durable=_DURABLE, handler=handler, batch=batch)
    )
