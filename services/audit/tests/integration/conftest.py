"""The audit service over a bus in memory and a real database."""

import base64
import itertools
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio
from audit.__main__ import DOCUMENTS as OWN
from audit.__main__ import compose
from audit.dead_letters.reactions import Collector
from audit.dead_letters.store import DeadLetterStore
from audit.owners import Owners
from audit.persons.declared import Declarations
from audit.persons.keyring import Keyring
from audit.persons.master import MasterKeys
from audit.persons.store import PersonStore
from audit.persons.veil import Veil
from audit.query.lookup import Lookup
from audit.reactions import Recorder
from audit.schemas.register import SchemaRegister
from audit.schemas.store import SchemaStore
from audit.settings import Settings
from audit.store import EntryStore
from audit.vocabulary.store import Vocabulary
from beanie import init_beanie
from bus import (
    Client,
    Connection,
    ConsumerSpec,
    DeadLetter,
    Delivery,
    MemoryConnection,
    headers,
)
from bus import bootstrap as make_streams
from chassis import Chassis, StoredDocument
from chassis.claims import IdempotencyDocument
from chassis.relay import Relay
from chassis.transient import OutboxDocument
from contracts.audit.v1 import (
    AuditServiceClient,
    DeadLetterServiceClient,
    ListDeadLettersRequest,
    ListEntriesRequest,
)
from contracts.faults import Fault
from contracts.platform.v1 import Problem

DOCUMENTS = [*OWN, OutboxDocument, IdempotencyDocument]
MASTER_KEYS = ["tests:" + base64.b64encode(b"m" * 32).decode()]
RECEIVED = datetime(2026, 11, 23, 10, tzinfo=UTC)


async def _settle(_settlement: Any, _delay_seconds: float) -> None:
    """Nobody waits for the acknowledgement."""


@dataclass
class Timeline:
    """What a test sees: deliveries go in, lists come out."""

    connection: Connection
    database: Any
    relay: Relay
    chassis: Any
    owners: Owners
    veil: Veil
    _places: Any = field(default_factory=lambda: itertools.count(1))

    @property
    def audit(self) -> AuditServiceClient:
        """The rpcs about entries."""
        return AuditServiceClient(Client(self.connection))

    @property
    def dead_letters(self) -> DeadLetterServiceClient:
        """The rpcs about dead letters."""
        return DeadLetterServiceClient(Client(self.connection))

    def delivery(self, subject: str, body: Any = None, *, at: datetime = RECEIVED) -> Delivery:
        """Make a delivery of the next message of the stream."""
        payload = body if isinstance(body, bytes) else json.dumps(body or {}).encode()
        place = next(self._places)
        return Delivery(subject, payload, {}, place, 1, at, _settle)

    async def record(self, *deliveries: Delivery) -> list[str]:
        """Hand a batch to the consumer; return why each was rejected, empty for stored."""
        vocabulary = Vocabulary()
        register = SchemaRegister(SchemaStore(self.chassis.outbox))
        recorder = Recorder(
            self.connection,
            EntryStore(self.veil, vocabulary, Lookup(self.veil, vocabulary)),
            self.owners,
            register,
        )
        await recorder.record(deliveries)
        return [delivery.reason for delivery in deliveries]

    async def bury(self, subject: str, body: bytes = b"junk", **said: Any) -> str:
        """Let the DEAD stream deliver a dead letter; return its id."""
        dead = self.delivery(subject, body)
        dead.reason = "not JSON"
        letter = DeadLetter.of(dead, stream="AUDIT", durable="audit")
        told = json.loads(letter.dump_json()) | said
        await self.collect(self.delivery("dead.AUDIT.audit", told))
        return letter.id

    async def collect(self, delivery: Delivery) -> None:
        """Hand a message of the DEAD stream to its consumer."""
        await Collector(DeadLetterStore(self.chassis.outbox)).collect([delivery])
        assert not delivery.reason, delivery.reason

    async def send(self, rpc: str, body: Any) -> Any:
        """Send what a typed client would refuse to send; return the answer or raise the fault."""
        reply = await self.connection.request(rpc, json.dumps(body).encode())
        if headers.SERVICE_ERROR_CODE in reply.headers:
            raise Fault.of(Problem.read(reply.payload))
        return json.loads(reply.payload)

    async def entries(self, **asked: Any) -> list[Any]:
        """List entries, newest first."""
        return (await self.audit.list_entries(ListEntriesRequest(**asked))).items

    async def letters(self, **asked: Any) -> list[Any]:
        """List dead letters, newest first."""
        asked_for = ListDeadLettersRequest(**asked)
        return (await self.dead_letters.list_dead_letters(asked_for)).items

    async def published(self, stream: str = "AUDIT") -> list[Delivery]:
        """Return what the service has published since the last look."""
        await self.relay.sweep()
        await self.connection.ensure_consumer(ConsumerSpec(stream, "tests"))
        puller = await self.connection.pull(stream, "tests")
        deliveries = await puller.fetch(1000, timeout_seconds=0.01)
        for delivery in deliveries:
            await delivery.ack()
        await puller.close()
        return deliveries


def _veil() -> Veil:
    return Veil(Keyring(PersonStore(), MasterKeys.read(MASTER_KEYS)), Declarations())


@pytest.fixture
def another_veil(timeline: Timeline) -> Veil:
    """Give what another instance covers entries with."""
    del timeline
    return _veil()


Compose = Callable[[Connection], Awaitable[Timeline]]


@pytest_asyncio.fixture
async def compose_over(database: Any) -> Compose:
    """Give what puts the service together over a connection, without starting it."""
    await init_beanie(database=database, document_models=DOCUMENTS)

    async def compose_over(connection: Connection) -> Timeline:
        await make_streams(connection)
        stored = [
            document.get_pymongo_collection()
            for document in OWN
            if issubclass(document, StoredDocument)
        ]
        transient = [OutboxDocument.get_pymongo_collection()]
        relay = Relay(connection, stored, transient=transient)
        chassis = Chassis(Settings(master_keys=MASTER_KEYS), connection, database, relay)
        await compose(chassis)
        return Timeline(connection, database, relay, chassis, Owners(connection), _veil())

    return compose_over


@pytest_asyncio.fixture
async def timeline(compose_over: Compose) -> AsyncIterator[Timeline]:
    """Give the service, answering; what its consumers get is up to the test."""
    timeline = await compose_over(MemoryConnection())
    await timeline.chassis.service.start()
    yield timeline
    await timeline.chassis.service.stop()
