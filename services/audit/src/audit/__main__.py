"""Composition root of the audit service."""

from bus import Consumer
from chassis import AuditTrail, Chassis, run
from contracts.audit.v1 import (
    ACTION_SCHEMA_SERVICE,
    AUDIT_SERVICE,
    COUNTING_SERVICE,
    DEAD_LETTER_SERVICE,
    INTAKE_SERVICE,
)

from audit.counting.service import CountingService
from audit.counting.store import CountingStore
from audit.dead_letters.documents import DeadLetterDocument
from audit.dead_letters.reactions import Collector
from audit.dead_letters.service import DeadLetterService
from audit.dead_letters.store import DeadLetterStore
from audit.documents import EntryDocument
from audit.intake.service import IntakeService
from audit.owners import Owners
from audit.persons.declared import DECLARED, Declarations
from audit.persons.documents import PersonDocument, SecretDocument
from audit.persons.keyring import Keyring
from audit.persons.master import MasterKeys
from audit.persons.store import PersonStore
from audit.persons.veil import Veil
from audit.query.lookup import Lookup
from audit.reactions import Recorder
from audit.schemas.documents import SchemaDocument
from audit.schemas.register import SchemaRegister
from audit.schemas.service import ActionSchemaService
from audit.schemas.store import SchemaStore
from audit.service import AuditService
from audit.settings import Settings
from audit.store import EntryStore
from audit.vocabulary.documents import WordDocument
from audit.vocabulary.store import Vocabulary

# A few parts of what the recorder reads and the database writes side by side.
_BATCH = 2000
DOCUMENTS = [
    EntryDocument,
    DeadLetterDocument,
    PersonDocument,
    SecretDocument,
    SchemaDocument,
    WordDocument,
]


async def compose(chassis: Chassis[Settings]) -> None:
    """Bind both services to their stores, and both streams to their consumers."""
    settings = chassis.settings
    keyring = Keyring(PersonStore(), MasterKeys.read(settings.master_keys))
    veil = Veil(keyring, Declarations({**DECLARED, **settings.personal_paths}))
    vocabulary = Vocabulary()
    lookup = Lookup(veil, vocabulary)
    entries, owners = EntryStore(veil, vocabulary, lookup), Owners(chassis.connection)
    letters, schemas = DeadLetterStore(chassis.outbox), SchemaStore(chassis.outbox)
    trail = AuditTrail("audit")
    chassis.serve(AuditService(entries), AUDIT_SERVICE)
    chassis.serve(ActionSchemaService(schemas, trail), ACTION_SCHEMA_SERVICE)
    chassis.serve(CountingService(CountingStore(lookup, veil)), COUNTING_SERVICE)
    chassis.serve(IntakeService(chassis.connection), INTAKE_SERVICE)
    chassis.serve(DeadLetterService(letters, trail), DEAD_LETTER_SERVICE)
    chassis.consume(
        Consumer(
            chassis.connection,
            stream="AUDIT",
            durable="audit",
            handler=Recorder(chassis.connection, entries, owners, SchemaRegister(schemas)).record,
            batch=_BATCH,
        )
    )
    chassis.consume(
        Consumer(
            chassis.connection, stream="DEAD", durable="audit", handler=Collector(letters).collect
        )
    )


if __name__ == "__main__":
    run(Settings, documents=DOCUMENTS, compose=compose)
