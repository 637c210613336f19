"""The flag service over a bus in memory and a real database, and those who call it."""

import itertools
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest_asyncio
from bus import (
    Client,
    Connection,
    ConsumerSpec,
    MemoryConnection,
    Service,
    acting_as,
    bootstrap,
    headers,
)
from chassis import Chassis
from chassis.claims import IdempotencyDocument
from chassis.directory import BUCKET as DIRECTORY
from chassis.directory import tenant_key
from chassis.relay import Relay
from chassis.transient import OutboxDocument
from contracts.audit.v1 import Publication
from contracts.faults import Fault, NotFound
from contracts.flag import v1
from contracts.platform.v1 import Actor, Problem
from contracts.rpc import AnyRpc
from contracts.tenant.v1 import (
    GET_TENANT,
    GetTenantRequest,
    GetTenantResponse,
    Tenant,
    TenantRecord,
)
from devstack.databases import Prepare
from devstack.waiting import eventually
from flag.__main__ import DOCUMENTS
from flag.composition import Parts, parts
from flag.settings import Settings
from flags import Flags

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass
class FakeClock:
    """A clock that goes when it is told to, and a millisecond with every look."""

    moment: datetime = START
    ticks: Any = field(default_factory=itertools.count)

    def __call__(self) -> datetime:
        return self.moment + timedelta(milliseconds=next(self.ticks))

    def forward(self, **spent: float) -> None:
        self.moment += timedelta(**spent)


@dataclass
class Platform:
    """What a test sees: the rpcs, and what they leave behind."""

    connection: Connection
    database: Any
    relay: Relay
    watched: Flags
    parts: Parts
    clock: FakeClock
    # What the tenant service knows and the directory doesn't yet.
    newcomers: dict[str, Tenant]

    async def ask(self, rpc: AnyRpc, *, actor: Actor | None = None, **body: Any) -> Any:
        """Send JSON as anybody may; return the answer as JSON, or raise the fault."""
        caller = Client(self.connection)
        with acting_as(actor):
            request = rpc.request.parse(body)
            reply = await caller.call(rpc, request)
        return reply.dump()

    async def send(self, rpc: AnyRpc, body: dict[str, Any]) -> Any:
        """Send what a typed client would refuse to send."""
        reply = await self.connection.request(rpc.subject, json.dumps(body).encode())
        if headers.SERVICE_ERROR_CODE in reply.headers:
            raise Fault.of(Problem.read(reply.payload))
        return json.loads(reply.payload)

    async def make(self, key: str = "beta", **fields: Any) -> dict[str, Any]:
        """Create a flag."""
        return (await self.ask(v1.CREATE_FLAG, key=key, **fields))["flag"]

    async def patch(self, key: str = "beta", **fields: Any) -> dict[str, Any]:
        """Change a flag as it is."""
        held = await self.get(key)
        given = {"version": held["version"], **fields}
        return (await self.ask(v1.UPDATE_FLAG, key=key, **given))["flag"]

    async def get(self, key: str = "beta", *, actor: Actor | None = None) -> dict[str, Any]:
        """Read a flag."""
        return (await self.ask(v1.GET_FLAG, actor=actor, key=key))["flag"]

    async def work_off(self) -> None:
        """Make every step of a schedule that is due."""
        while await self.parts.runner.step():
            pass

    async def share(self) -> tuple[str, float]:
        """Return the flag's state and share."""
        flag = await self.get()
        return flag["state"], flag["pct"]

    async def schedule(self, identity: str) -> dict[str, Any]:
        """Read a schedule."""
        return (await self.ask(v1.GET_SCHEDULE, id=identity))["schedule"]

    async def change_request(self, identity: str) -> dict[str, Any]:
        """Read a change request."""
        return (await self.ask(v1.GET_CHANGE_REQUEST, id=identity))["changeRequest"]

    async def tenant(self, slug: str, **fields: Any) -> None:
        """Put a tenant into the directory, as its service does; return when it is known."""
        number = len(self.watched.tenants.records)
        given = {
            "id": f"0199f3a0-0000-7000-8000-{number:012d}",
            "slug": slug,
            "name": slug.title(),
            "plan": "business",
            "status": "active",
            "version": 1,
            **fields,
        }
        record = TenantRecord.read(given)
        await self.connection.key_value(DIRECTORY).put(tenant_key(slug), record.dump_json())

        async def known() -> Any:
            return self.watched.tenants.records.get(slug)

        await eventually(known, until=lambda held: held == record)

    async def entries(self) -> list[Publication]:
        """Return the audit entries since the last look."""
        await self.relay.sweep()
        await self.connection.ensure_consumer(ConsumerSpec("AUDIT", "tests"))
        puller = await self.connection.pull("AUDIT", "tests")
        deliveries = await puller.fetch(1000, timeout_seconds=0.01)
        for delivery in deliveries:
            await delivery.ack()
        await puller.close()
        found = [Publication.parse(delivery.payload) for delivery in deliveries]
        # Of several documents they come in any order.
        return sorted(found, key=lambda entry: entry.at)

    async def verbs(self) -> list[str]:
        """Return the verbs of the entries since the last look."""
        return [entry.action for entry in await self.entries()]

    async def record(self, key: str) -> dict[str, Any] | None:
        """Return what the bucket of flags holds under a key."""
        await self.relay.sweep()
        held = await self.connection.key_value("flags").get(key)
        return json.loads(held.value) if held else None


Start = Callable[..., Awaitable[Platform]]


@pytest_asyncio.fixture
async def start(database: Any, prepare: Prepare) -> AsyncIterator[Start]:
    """Give what starts an instance of the service, with settings; several share the database."""
    await prepare([*DOCUMENTS, OutboxDocument, IdempotencyDocument])
    running: list[tuple[Chassis[Settings], Flags]] = []

    async def start(
        connection: Connection | None = None, clock: FakeClock | None = None, **settings: Any
    ) -> Platform:
        connection, clock = connection or MemoryConnection(), clock or FakeClock()
        await bootstrap(connection)
        stored = [one for one in DOCUMENTS if "outbox" in one.model_fields]
        collections = [document.get_pymongo_collection() for document in stored]
        relay = Relay(connection, collections)
        chassis = Chassis(Settings(**settings), connection, database, relay)
        flags = await Flags.watch(connection, environment=chassis.settings.environment)
        newcomers: dict[str, Tenant] = {}

        async def get_tenant(request: GetTenantRequest) -> GetTenantResponse:
            if request.slug not in newcomers:
                raise NotFound("nobody")
            return GetTenantResponse(tenant=newcomers[request.slug])

        tenants = Service(connection, name="tenant", version="1.0.0")
        tenants.add(GET_TENANT, get_tenant)
        await tenants.start()
        made = parts(
            chassis.outbox,
            flags,
            connection,
            is_reviewed=chassis.settings.is_reviewed,
            clock=clock,
        )
        for implementation, rpcs in made.services:
            chassis.serve(implementation, rpcs)
        await made.segment_changing.prime()
        await made.changing.prime()
        await chassis.service.start()
        running.append((chassis, flags))
        return Platform(connection, database, relay, flags, made, clock, newcomers)

    yield start
    for chassis, flags in running:
        await chassis.service.stop()
        await flags.stop()


@pytest_asyncio.fixture
async def platform(start: Start) -> Platform:
    """Give the running service, without seeds."""
    return await start()
