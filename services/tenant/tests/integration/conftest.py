"""The tenant service over a bus in memory and a real database, and those who call it."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from bus import (
    Client,
    Connection,
    ConsumerSpec,
    MemoryConnection,
    Service,
    bootstrap,
    context,
    headers,
)
from chassis import Chassis, StoredDocument
from chassis.claims import IdempotencyDocument
from chassis.directory import BUCKET
from chassis.relay import Relay
from chassis.transient import OutboxDocument
from contracts.audit.v1 import Publication
from contracts.faults import Fault
from contracts.platform.v1 import Problem
from contracts.rpc import AnyRpc
from contracts.tenant.v1 import (
    ApiKeyServiceClient,
    BulkServiceClient,
    CreateTenantRequest,
    DeactivateUserRequest,
    DomainServiceClient,
    GrantPlatformAdminRequest,
    IdentityServiceClient,
    InvitationServiceClient,
    MemberServiceClient,
    NoteServiceClient,
    ReactivateUserRequest,
    RecordSignInRequest,
    RevokePlatformAdminRequest,
    TenantServiceClient,
    UserServiceClient,
)
from devstack.databases import Prepare
from tenant.__main__ import compose
from tenant.collections import DOCUMENTS
from tenant.settings import Settings

ISSUER = "https://idp.example/"


@dataclass
class Platform:
    """What a test sees: the rpcs, and what they leave behind."""

    connection: Connection
    database: Any
    relay: Relay
    tenants: TenantServiceClient
    users: UserServiceClient
    domains: DomainServiceClient
    bulk: BulkServiceClient
    members: MemberServiceClient
    invitations: InvitationServiceClient
    api_keys: ApiKeyServiceClient
    notes: NoteServiceClient
    identities: IdentityServiceClient

    async def told(self, stream: str) -> list[tuple[str, bytes]]:
        """Return subject and payload of what was published since the last look."""
        await self.relay.sweep()
        await self.connection.ensure_consumer(ConsumerSpec(stream, "tests"))
        puller = await self.connection.pull(stream, "tests")
        deliveries = await puller.fetch(1000, timeout_seconds=0.01)
        for delivery in deliveries:
            await delivery.ack()
        await puller.close()
        return [(delivery.subject, delivery.payload) for delivery in deliveries]

    async def entries(self) -> list[Publication]:
        """Return the audit entries since the last look."""
        return [Publication.parse(payload) for _, payload in await self.told("AUDIT")]

    async def directory(self, key: str) -> bytes | None:
        """Return what the directory holds under a key."""
        await self.relay.sweep()
        held = await self.connection.key_value(BUCKET).get(key)
        return held.value if held else None

    async def send(self, rpc: AnyRpc, body: dict[str, Any]) -> Any:
        """Send what a typed client would refuse to send; return the answer or raise the fault."""
        carried: dict[str, str] = {}
        context.put_into(carried)
        reply = await self.connection.request(
            rpc.subject, json.dumps(body).encode(), headers=carried
        )
        if headers.SERVICE_ERROR_CODE in reply.headers:
            raise Fault.of(Problem.read(reply.payload))
        return json.loads(reply.payload)

    async def create(self, slug: str, **fields: Any) -> Any:
        """Create a tenant and return it."""
        request = CreateTenantRequest(slug=slug, **{"name": slug.title(), **fields})
        return (await self.tenants.create_tenant(request)).tenant

    async def sign_in(self, subject: str, *, at: str = "2026-11-01T10:00:00Z", **said: Any) -> Any:
        """Record a sign-in and return the person."""
        request = {"issuer": ISSUER, "subject": subject, "signedInAt": at, **said}
        return (await self.users.record_sign_in(RecordSignInRequest.parse(request))).user

    async def grant(self, user: Any) -> Any:
        """Make somebody platform admin."""
        request = GrantPlatformAdminRequest(id=user.id)
        return (await self.users.grant_platform_admin(request)).user

    async def revoke(self, user: Any) -> Any:
        """Take platform admin away."""
        request = RevokePlatformAdminRequest(id=user.id)
        return (await self.users.revoke_platform_admin(request)).user

    async def deactivate(self, user: Any, reason: str = "left") -> Any:
        """Deactivate somebody."""
        request = DeactivateUserRequest(id=user.id, reason=reason)
        return (await self.users.deactivate_user(request)).user

    async def reactivate(self, user: Any) -> Any:
        """Reactivate somebody."""
        request = ReactivateUserRequest(id=user.id)
        return (await self.users.reactivate_user(request)).user


class Zone:
    """DNS as a test wants it."""

    def __init__(self) -> None:
        self.records: dict[str, list[str]] = {}
        self.asked: list[str] = []

    async def texts(self, name: str) -> list[str]:
        """Return what the test has put there."""
        self.asked.append(name)
        return self.records.get(name, [])


@pytest.fixture
def zone() -> Zone:
    """Give what answers for DNS."""
    return Zone()


Start = Callable[..., Awaitable[Platform]]


@pytest_asyncio.fixture
async def start(
    database: Any, prepare: Prepare, partner_service: Any, zone: Any
) -> AsyncIterator[Start]:
    """Give what starts the service, with settings and over a connection of the test's own."""
    await prepare([*DOCUMENTS, OutboxDocument, IdempotencyDocument])
    running: list[Service] = []

    async def start(
        connection: Connection | None = None, *, partners: bool = True, **settings: Any
    ) -> Platform:
        connection = connection or MemoryConnection()
        await bootstrap(connection)
        stored = [one for one in DOCUMENTS if issubclass(one, StoredDocument)]
        collections = [document.get_pymongo_collection() for document in stored]
        relay = Relay(connection, collections, transient=[OutboxDocument.get_pymongo_collection()])
        chassis = Chassis(Settings(**settings), connection, database, relay)
        await compose(chassis, resolver=zone)
        # A test sweeps when it wants to.
        for work in chassis._background:
            work.close()
        await chassis.service.start()
        running.append(chassis.service)
        if partners:
            running.append(await partner_service(connection))
        caller = Client(connection)
        clients = (
            TenantServiceClient,
            UserServiceClient,
            DomainServiceClient,
            BulkServiceClient,
            MemberServiceClient,
            InvitationServiceClient,
            ApiKeyServiceClient,
            NoteServiceClient,
            IdentityServiceClient,
        )
        return Platform(connection, database, relay, *(client(caller) for client in clients))

    yield start
    for service in running:
        await service.stop()


@pytest_asyncio.fixture
async def platform(start: Start) -> Platform:
    """Give the running service."""
    return await start()


@pytest.fixture
def issuer() -> str:
    """Give the issuer of every sign-in."""
    return ISSUER
