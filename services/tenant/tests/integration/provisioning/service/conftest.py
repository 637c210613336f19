"""The tenant service at work, with every system configured."""

import asyncio
import uuid
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
import pytest_asyncio
from bus import Client, Connection, ConsumerSpec, MemoryBroker, MemoryConnection, bootstrap
from chassis import Chassis, StoredDocument
from chassis.claims import IdempotencyDocument
from chassis.directory import BUCKET
from chassis.relay import Relay
from chassis.transient import OutboxDocument
from contracts.audit.v1 import Publication
from contracts.faults import Unavailable
from contracts.tenant.v1 import (
    AddTenantUserRequest,
    CreateTenantRequest,
    GetProvisioningRequest,
    GetTenantRequest,
    IntegrationServiceClient,
    ListIntegrationsRequest,
    ProvisioningServiceClient,
    ReconcileTenantRequest,
    TenantServiceClient,
    UserServiceClient,
)
from devstack.waiting import eventually
from tenant.__main__ import compose
from tenant.collections import DOCUMENTS
from tenant.settings import Settings

SECRET = "provisioning-secret"


@dataclass
class Running:
    """Its rpcs, and what they leave behind; everything beside them works as in production."""

    chassis: Chassis[Any]
    connection: Connection
    database: Any
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    work: asyncio.Task[None] | None = None
    seen: list[Publication] = field(default_factory=list)

    def __post_init__(self) -> None:
        caller = Client(self.connection)
        self.tenants = TenantServiceClient(caller)
        self.users = UserServiceClient(caller)
        self.provisioning = ProvisioningServiceClient(caller)
        self.integrations = IntegrationServiceClient(caller)

    async def stop(self) -> None:
        """Let it drain."""
        self.stopping.set()
        if self.work:
            await self.work

    async def create(self, slug: str, *people: str, **fields: Any) -> Any:
        """Create a tenant with people, the first of whom owns it."""
        domains = fields.pop("domains", [f"{slug}.example"])
        request = CreateTenantRequest(slug=slug, name=slug.title(), domains=domains, **fields)
        made = (await self.tenants.create_tenant(request)).tenant
        for number, name in enumerate(people):
            await self.add(slug, f"{name}@{slug}.example", "member" if number else "owner")
        return made

    async def add(self, slug: str, email: str, role: str = "member") -> Any:
        """Add somebody to a tenant."""
        request = AddTenantUserRequest(slug=slug, email=email, role=role)
        return (await self.users.add_tenant_user(request)).user

    async def tenant(self, slug: str) -> Any:
        """Read a tenant."""
        return (await self.tenants.get_tenant(GetTenantRequest(slug=slug))).tenant

    async def state(self, slug: str) -> Any:
        """Read how it stands."""
        asked = GetProvisioningRequest(slug=slug)
        return (await self.provisioning.get_provisioning(asked)).provisioning

    async def until(self, slug: str, state: str, **options: Any) -> Any:
        """Wait until everything that has happened was observed, and it stands so."""

        async def look() -> Any:
            return await self.state(slug)

        def is_so(seen: Any) -> bool:
            return seen.state == state and seen.observed_generation == seen.generation

        return await eventually(look, until=is_so, **options)

    async def settled(self, slug: str, *, people: int, state: str = "ready") -> Any:
        """Wait until the events about so many people have arrived, too, and it stands so."""

        async def look() -> Any:
            return await self.state(slug)

        def is_so(seen: Any) -> bool:
            has_all = seen.generation > people
            return has_all and seen.state == state and seen.observed_generation == seen.generation

        return await eventually(look, until=is_so)

    async def reconcile(self, slug: str, **options: Any) -> Any:
        """Reconcile, and wait until it is done unless told otherwise."""
        request = ReconcileTenantRequest(slug=slug, **{"wait_seconds": 20, **options})
        return await self.provisioning.reconcile_tenant(request)

    async def entries(self, prefix: str = "") -> list[Publication]:
        """Return all audit entries so far, those of verbs that begin so."""
        await self.connection.ensure_consumer(ConsumerSpec("AUDIT", "tests"))
        puller = await self.connection.pull("AUDIT", "tests")
        for delivery in await puller.fetch(1000, timeout_seconds=0.01):
            await delivery.ack()
            self.seen.append(Publication.parse(delivery.payload))
        await puller.close()
        return [one for one in self.seen if one.action.startswith(prefix)]

    async def told(self, *actions: str) -> list[Publication]:
        """Wait for entries of these verbs; return all of them."""

        async def look() -> list[Publication]:
            return [one for one in await self.entries() if one.action in actions]

        return await eventually(
            look, until=lambda seen: {one.action for one in seen} >= set(actions)
        )

    async def directory(self, key: str) -> bytes:
        """Wait for a record."""

        async def look() -> bytes | None:
            held = await self.connection.key_value(BUCKET).get(key)
            return held.value if held else None

        found = await eventually(look)
        assert found is not None
        return found


@pytest_asyncio.fixture
async def start(database, prepare, partner_service, outside):
    """Give what starts the service with every system configured, beside others that run."""
    await prepare([*DOCUMENTS, OutboxDocument, IdempotencyDocument])
    broker, runs = MemoryBroker(), []
    addresses = {
        "authentik_url": outside.authentik_url,
        "authentik_token": SECRET,
        "authentik_applications": ("dezky-files",),
        "stalwart_url": outside.stalwart_url,
        "stalwart_secret": SECRET,
        "ocis_url": outside.ocis_url,
        "ocis_secret": SECRET,
        "provision_unproven_domains": True,
        "provisioning_timeout_seconds": 2.0,
        "provisioning_settle_seconds": 4.0,
        "provisioning_circuit_seconds": 0.5,
        "provisioning_first_retry_seconds": 0.1,
        "provisioning_longest_retry_seconds": 0.5,
    }

    async def start(**changes):
        connection = MemoryConnection(broker)
        await bootstrap(connection)
        stored = [one for one in DOCUMENTS if issubclass(one, StoredDocument)]
        relay = Relay(
            connection,
            [document.get_pymongo_collection() for document in stored],
            transient=[OutboxDocument.get_pymongo_collection()],
        )
        settings = Settings(**{**addresses, **changes})
        chassis = Chassis(settings, connection, database, relay)
        await compose(chassis)
        running = Running(chassis, connection, database)
        running.work = asyncio.create_task(chassis.run(running.stopping))
        runs.append(running)
        await eventually(partial(_answers, running))
        return running

    partners = await partner_service(MemoryConnection(broker))
    yield start
    for running in runs:
        await running.stop()
    await partners.stop()


async def _answers(running):
    try:
        await running.integrations.list_integrations(ListIntegrationsRequest())
    except Unavailable:
        return False
    return True


@pytest_asyncio.fixture
async def running(start):
    """Give the service at work."""
    return await start()


@pytest.fixture
def slug():
    """Give the slug of a tenant that nobody has heard of."""
    return f"t{uuid.uuid4().hex[:8]}"
