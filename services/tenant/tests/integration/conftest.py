"""The tenant service over a bus in memory and a real database, and those who call it."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from beanie import init_beanie
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
from chassis import Chassis
from chassis.claims import IdempotencyDocument
from chassis.directory import BUCKET
from chassis.relay import Relay
from chassis.transient import OutboxDocument
from contracts.audit.v1 import Publication
from contracts.faults import Fault, NotFound
from contracts.partner.v1 import GET_PARTNER, GetPartnerRequest, GetPartnerResponse, Partner
from contracts.platform.v1 import Actor, Problem
from contracts.rpc import AnyRpc
from contracts.tenant.v1 import (
    CreateTenantRequest,
    RecordSignInRequest,
    ResaleServiceClient,
    SubscriptionServiceClient,
    TenantServiceClient,
    UserServiceClient,
)
from pymongo import monitoring
from tenant.__main__ import compose
from tenant.documents import TenantDocument
from tenant.people.documents import PlatformAdminsDocument, UserDocument
from tenant.settings import Settings
from tenant.subscriptions.documents import SubscriptionDocument

ISSUER = "https://idp.example/"
_QUERIES = {"find", "aggregate", "count", "distinct"}


class Queries(monitoring.CommandListener):
    """Notes every query that the driver sends."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        if event.command_name in _QUERIES:
            self.names.append(event.command_name)

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        pass

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        pass


QUERIES = Queries()
# Counts for the clients that are made from here on: those of the tests.
monitoring.register(QUERIES)


@dataclass
class Platform:
    """What a test sees: the rpcs, and what they leave behind."""

    connection: Connection
    database: Any
    relay: Relay
    tenants: TenantServiceClient
    users: UserServiceClient
    subscriptions: SubscriptionServiceClient
    resale: ResaleServiceClient

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


async def partner_service(connection: Connection) -> Service:
    """Start what the tenant service asks of partners: two under contract, one no longer."""

    async def get_partner(request: GetPartnerRequest) -> GetPartnerResponse:
        if request.slug not in {"reseller", "other", "former"}:
            raise NotFound("There is no such partner.", reason="partner_not_found")
        partner = Partner.parse(
            {
                "id": "0199f3a0-0000-7000-8000-0000000000aa",
                "slug": request.slug,
                "name": request.slug.title(),
                "status": "terminated" if request.slug == "former" else "active",
                "createdAt": "2026-01-01T00:00:00Z",
                "updatedAt": "2026-01-01T00:00:00Z",
            }
        )
        return GetPartnerResponse(partner=partner)

    service = Service(connection, name="partner", version="1.0.0", description="Partners.")
    service.add(GET_PARTNER, get_partner)
    await service.start()
    return service


Start = Callable[..., Awaitable[Platform]]


@pytest_asyncio.fixture
async def start(database: Any) -> AsyncIterator[Start]:
    """Give what starts the service, with settings and over a connection of the test's own."""
    documents = [TenantDocument, SubscriptionDocument, UserDocument, PlatformAdminsDocument]
    shared = [OutboxDocument, IdempotencyDocument]
    await init_beanie(database=database, document_models=[*documents, *shared])
    running: list[Service] = []

    async def start(
        connection: Connection | None = None, *, partners: bool = True, **settings: Any
    ) -> Platform:
        connection = connection or MemoryConnection()
        await bootstrap(connection)
        collections = [document.get_pymongo_collection() for document in documents[:3]]
        relay = Relay(connection, collections, transient=[OutboxDocument.get_pymongo_collection()])
        chassis = Chassis(Settings(**settings), connection, database, relay)
        await compose(chassis)
        await chassis.service.start()
        running.append(chassis.service)
        if partners:
            running.append(await partner_service(connection))
        caller = Client(connection)
        return Platform(
            connection,
            database,
            relay,
            TenantServiceClient(caller),
            UserServiceClient(caller),
            SubscriptionServiceClient(caller),
            ResaleServiceClient(caller),
        )

    yield start
    for service in running:
        await service.stop()


@pytest_asyncio.fixture
async def platform(start: Start) -> Platform:
    """Give the running service."""
    return await start()


@pytest_asyncio.fixture
async def platform_alone(start: Start) -> Platform:
    """Give the running service on a bus where nobody knows any partner."""
    return await start(partners=False)


@pytest.fixture
def operator() -> Actor:
    """Give an operator."""
    return Actor.parse(
        {
            "type": "user",
            "id": "0199f3a0-0000-7000-8000-00000000000a",
            "email": "operator@dezky.localhost",
            "name": "Olga Operator",
            "ip": "192.0.2.7",
            "audience": "dezky-operator",
            "platformAdmin": True,
        }
    )


@pytest.fixture
def member_of() -> Callable[..., Actor]:
    """Give what makes a member of the named tenants."""

    def member_of(*slugs: str, role: str = "member") -> Actor:
        memberships = [{"tenantSlug": slug, "role": role} for slug in slugs]
        return Actor.parse(
            {
                "type": "user",
                "id": "0199f3a0-0000-7000-8000-00000000000b",
                "audience": "dezky-portal",
                "memberships": memberships,
            }
        )

    return member_of


@pytest.fixture
def issuer() -> str:
    """Give the issuer of every sign-in."""
    return ISSUER


@pytest.fixture
def partner_of() -> Callable[..., Actor]:
    """Give what makes somebody who works for the named partner."""

    def partner_of(slug: str, **memberships: str) -> Actor:
        return Actor.parse(
            {
                "type": "user",
                "id": "0199f3a0-0000-7000-8000-00000000000c",
                "audience": "dezky-partner",
                "partnerSlug": slug,
                "memberships": [
                    {"tenantSlug": tenant, "role": role} for tenant, role in memberships.items()
                ],
            }
        )

    return partner_of


@pytest.fixture
def queries() -> list[str]:
    """Give the names of the queries that the database is asked, from now on."""
    QUERIES.names.clear()
    return QUERIES.names
