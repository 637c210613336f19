"""The audit service over a bus in memory and a real database."""

import asyncio
import base64
import itertools
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from audit.adding.store import EntryAdder
from audit.arrivals.queue import Queue
from audit.arrivals.store import ArrivalStore
from audit.collections import DOCUMENTS as OWN
from audit.composition import compose
from audit.dead_letters.reactions import Collector
from audit.dead_letters.store import DeadLetterStore
from audit.owners import Owners
from audit.persons.declared import Declarations
from audit.persons.keyring import Keyring
from audit.persons.master import MasterKeys
from audit.persons.store import PersonStore
from audit.persons.veil import Veil
from audit.reactions import Recorder
from audit.retention.archive import Archive
from audit.retention.retaining import Retaining
from audit.retention.store import RetentionStore
from audit.schemas.register import SchemaRegister
from audit.schemas.store import SchemaStore
from audit.sealing.sequencer import Sequencer
from audit.sealing.stash import Stash
from audit.sealing.store import SealStore, StoredLease
from audit.settings import Settings
from audit.store import EntryStore
from audit.trees.forest import Forest
from audit.trees.store import TreeStore
from audit.vocabulary.store import Vocabulary
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
from chassis import AuditTrail, Chassis, StoredDocument
from chassis.claims import IdempotencyDocument
from chassis.ending import end
from chassis.lease import Lease
from chassis.relay import Relay
from chassis.transient import OutboxDocument
from contracts.audit.v1 import (
    AuditServiceClient,
    DeadLetterServiceClient,
    ListDeadLettersRequest,
    ListEntriesRequest,
    ProofServiceClient,
)
from contracts.faults import Fault
from contracts.platform.v1 import Problem
from devstack.databases import Prepare
from devstack.waiting import eventually
from obstore.store import LocalStore
from transparency import Signer

DOCUMENTS = [*OWN, OutboxDocument, IdempotencyDocument]
MASTER_KEYS = ["tests:" + base64.b64encode(b"m" * 32).decode()]
SIGNER = Signer.generate("tests.example/audit")
SETTINGS = Settings(master_keys=MASTER_KEYS, signing_key=str(SIGNER))
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
    def proofs(self) -> ProofServiceClient:
        """The rpcs about proofs."""
        return ProofServiceClient(Client(self.connection))

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
        register = SchemaRegister(SchemaStore(self.chassis.outbox))
        recorder = Recorder(
            self.connection,
            EntryAdder(self.veil, Vocabulary(), ArrivalStore(), Stash()),
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

    async def sealed(self) -> None:
        """Let a sequencer work until everything stored is sealed, then stop it."""
        work = asyncio.create_task(sequencer(self.connection, self.veil).run())
        seals, entries = self.database["seals"], self.database["entries"]

        async def is_done() -> bool:
            last = await seals.find_one({}, sort=[("_id", -1)])
            size = last["first"] + len(last["ids"]) if last else -1
            tree = await self.database["trees"].find_one({"_id": ""})
            reached = tree["size"] if tree else 0
            return size == reached == await entries.count_documents({})

        await eventually(is_done, timeout_seconds=60)
        await end([work])

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
    # Each look at the clock is a second later: what others destroy is noticed at once.
    elapsed = itertools.count().__next__
    keyring = Keyring(PersonStore(), MasterKeys.read(MASTER_KEYS), elapsed=elapsed)
    return Veil(keyring, Declarations())


@pytest.fixture
def another_veil(timeline: Timeline) -> Veil:
    """Give what another instance covers entries with."""
    del timeline
    return _veil()


class Reckless(StoredLease):
    """Gives the lease to everybody who asks, at any time."""

    async def take_lease(self, *, holder: str, epoch: int, beat: int) -> bool:
        await super().take_lease(holder=holder, epoch=epoch, beat=beat)
        return True

    async def position(self) -> Any:
        return {**await super().position(), "holder": ""}

    async def renew_lease(self, *, epoch: int) -> bool:
        await super().renew_lease(epoch=epoch)
        return True


def sequencer(
    connection: Connection, veil: Veil, *, holder: str = "tests", lease: bool = True
) -> Sequencer:
    """Make a sequencer that waits for nobody, on request not even for a lease."""
    seals = SealStore()
    kept = (StoredLease if lease else Reckless)("sequencer")
    return Sequencer(
        seals,
        Forest(TreeStore(), SIGNER),
        queue=lambda: Queue(
            ArrivalStore(),
            settled=partial(connection.settled, "AUDIT", "audit"),
            sealed=seals.sealed_of_all,
            patience_seconds=0,
        ),
        rows=EntryStore(veil, Vocabulary()).stored_of_all,
        stash=Stash(),
        lease=Lease(kept, name="sequencer", holder=holder, seconds=0.4),
    )


@pytest.fixture
def make_sequencer(timeline: Timeline) -> Callable[..., Sequencer]:
    """Give what makes another instance's sequencer."""

    def make_sequencer(holder: str, *, lease: bool = True) -> Sequencer:
        return sequencer(timeline.connection, timeline.veil, holder=holder, lease=lease)

    return make_sequencer


@pytest.fixture
def signer() -> Signer:
    """Give the key that checkpoints are signed with."""
    return SIGNER


Compose = Callable[[Connection], Awaitable[Timeline]]


@pytest_asyncio.fixture
async def compose_over(database: Any, prepare: Prepare) -> Compose:
    """Give what puts the service together over a connection, without starting it."""
    await prepare(DOCUMENTS)

    async def compose_over(connection: Connection) -> Timeline:
        await make_streams(connection)
        stored = [
            document.get_pymongo_collection()
            for document in OWN
            if issubclass(document, StoredDocument)
        ]
        transient = [OutboxDocument.get_pymongo_collection()]
        relay = Relay(connection, stored, transient=transient)
        chassis = Chassis(SETTINGS, connection, database, relay)
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
    for work in timeline.chassis._background:
        work.close()


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """Give the archive that the service reads, in a folder of its own."""
    folder = tmp_path / "archive"
    opened = partial(LocalStore, folder, mkdir=True)
    monkeypatch.setattr("audit.retention.composition.files_at", lambda _url: opened())
    monkeypatch.setattr("audit.reconciling.command.files_at", lambda _url: opened())
    return Archive(opened)


@pytest.fixture
def archiving(timeline: Timeline, archive: Archive) -> Callable[[datetime], Awaitable[int]]:
    """Give what moves all entries from before a time to the archive; it tells how many."""

    async def archiving(before: datetime) -> int:
        retaining = Retaining(
            RetentionStore(timeline.chassis.outbox),
            archive,
            {"*": 1},
            owners=timeline.owners,
            sealed=SealStore().sealed_of_all,
            audit=AuditTrail("audit"),
            clock=lambda: before + timedelta(days=1),
        )
        return await retaining.sweep()

    return archiving
