"""The partner service over a bus in memory and a real database, and a tenant service beside it."""

import json
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
import pytest_asyncio
from bus import (
    ConsumerSpec,
    MemoryConnection,
    Service,
    bootstrap,
    context,
    current_actor,
    headers,
    idempotency_key,
)
from chassis import Chassis
from chassis.claims import IdempotencyDocument
from chassis.relay import Relay
from chassis.transient import OutboxDocument
from contracts.audit.v1 import Publication
from contracts.faults import Fault
from contracts.partner import v1
from contracts.platform.v1 import Actor, Money, Problem
from contracts.rpc import AnyRpc
from contracts.tenant import v1 as tenant
from devstack.databases import Prepare
from partner.__main__ import compose
from partner.documents import PartnerDocument
from partner.settings import Settings

_ASKED = (
    tenant.LIST_MONTHLY_RECURRING_REVENUE,
    tenant.LIST_PARTNER_REVENUE,
    tenant.LIST_PARTNER_TENANTS,
    tenant.DETACH_TENANT,
)
MOMENT = "2026-01-01T00:00:00Z"


class TenantsElsewhere:
    """What the partner service asks of tenants: answers from memory, and notes who asked."""

    def __init__(self) -> None:
        self.partner_of: dict[str, str] = {}
        self.revenue: dict[str, Money] = {}
        self.asked: list[tuple[str, str]] = []
        self.keys: dict[str, set[str]] = defaultdict(set)

    def _note(self, name: str) -> None:
        actor = current_actor()
        self.asked.append((name, actor.id if actor else ""))
        self.keys[name].add(idempotency_key())

    def _of(self, partner: str) -> list[str]:
        return sorted(slug for slug, whose in self.partner_of.items() if whose == partner)

    async def list_monthly_recurring_revenue(
        self, request: tenant.ListMonthlyRecurringRevenueRequest
    ) -> tenant.ListMonthlyRecurringRevenueResponse:
        self._note("revenue")
        return tenant.ListMonthlyRecurringRevenueResponse(
            items=[
                tenant.RevenueGroup(
                    partner_slug=partner,
                    customers=len(self._of(partner)),
                    revenue=[self.revenue[slug] for slug in self._of(partner)],
                )
                for partner in request.partner_slugs
                if self._of(partner)
            ]
        )

    async def list_partner_revenue(
        self, request: tenant.ListPartnerRevenueRequest
    ) -> tenant.ListPartnerRevenueResponse:
        """One at a time, so that the asker must go on."""
        self._note("revenue_at")
        left = [slug for slug in self._of(request.partner_slug) if slug > (request.after or "")]
        items = [
            tenant.TenantRevenue(
                tenant_slug=slug, tenant_name=slug.title(), revenue=self.revenue.get(slug)
            )
            for slug in left[:1]
        ]
        return tenant.ListPartnerRevenueResponse(
            items=items, next_after=left[0] if len(left) > 1 else None
        )

    async def list_partner_tenants(
        self, request: tenant.ListPartnerTenantsRequest
    ) -> tenant.ListPartnerTenantsResponse:
        self._note("attached")
        return tenant.ListPartnerTenantsResponse(
            items=[_tenant(slug) for slug in self._of(request.partner_slug)]
        )

    async def detach_tenant(
        self, request: tenant.DetachTenantRequest
    ) -> tenant.DetachTenantResponse:
        self._note("detach")
        assert self.partner_of.pop(request.tenant_slug) == request.partner_slug
        return tenant.DetachTenantResponse(tenant=_tenant(request.tenant_slug))


def _tenant(slug: str) -> tenant.Tenant:
    return tenant.Tenant.parse(
        {
            "id": "0199f3a0-0000-7000-8000-0000000000bb",
            "slug": slug,
            "name": slug.title(),
            "plan": "starter",
            "status": "active",
            "createdAt": MOMENT,
            "updatedAt": MOMENT,
        }
    )


class Platform:
    """Sends bodies as they come over HTTP, and sees what they leave behind."""

    def __init__(self, connection: Any, database: Any, relay: Relay) -> None:
        self.connection, self.database, self.relay = connection, database, relay
        self.tenants = TenantsElsewhere()

    async def send(self, rpc: AnyRpc, **body: Any) -> Any:
        carried: dict[str, str] = {}
        context.put_into(carried)
        reply = await self.connection.request(
            rpc.subject, json.dumps(body).encode(), headers=carried
        )
        if headers.SERVICE_ERROR_CODE in reply.headers:
            raise Fault.of(Problem.read(reply.payload))
        return json.loads(reply.payload)

    async def create(self, slug: str = "north", **body: Any) -> Any:
        body = {"slug": slug, "name": slug.title(), **body}
        return (await self.send(v1.CREATE_PARTNER, **body))["partner"]

    async def get(self, slug: str = "north") -> Any:
        return (await self.send(v1.GET_PARTNER, slug=slug))["partner"]

    async def update(self, *, version: int = 1, **body: Any) -> Any:
        body = {"slug": "north", "version": version, **body}
        return (await self.send(v1.UPDATE_PARTNER, **body))["partner"]

    async def terminate(self, slug: str = "north", **query: Any) -> Any:
        return await self.send(v1.TERMINATE_PARTNER, slug=slug, **query)

    async def entries(self) -> list[Publication]:
        """Return the audit entries since the last look."""
        await self.relay.sweep()
        await self.connection.ensure_consumer(ConsumerSpec("AUDIT", "tests"))
        puller = await self.connection.pull("AUDIT", "tests")
        deliveries = await puller.fetch(1000, timeout_seconds=0.01)
        for delivery in deliveries:
            await delivery.ack()
        await puller.close()
        return [Publication.parse(delivery.payload) for delivery in deliveries]


@asynccontextmanager
async def running(database: Any, prepare: Prepare, *, tenants: bool) -> AsyncIterator[Platform]:
    """Run the service, with or without a tenant service beside it."""
    await prepare([PartnerDocument, OutboxDocument, IdempotencyDocument])
    connection = MemoryConnection()
    await bootstrap(connection)
    relay = Relay(
        connection,
        [PartnerDocument.get_pymongo_collection()],
        transient=[OutboxDocument.get_pymongo_collection()],
    )
    chassis = Chassis(Settings(), connection, database, relay)
    await compose(chassis)
    platform = Platform(connection, database, relay)
    beside = Service(connection, name="tenant", version="1.0.0", description="Tenants.")
    for rpc in _ASKED if tenants else ():
        beside.add(rpc, getattr(platform.tenants, rpc.name))
    for service in (chassis.service, beside):
        await service.start()
    yield platform
    for service in (chassis.service, beside):
        await service.stop()


@pytest_asyncio.fixture
async def platform(database: Any, prepare: Prepare) -> AsyncIterator[Platform]:
    """Give the running service, and tenants that it can ask about."""
    async with running(database, prepare, tenants=True) as platform:
        yield platform


@pytest_asyncio.fixture
async def platform_alone(database: Any, prepare: Prepare) -> AsyncIterator[Platform]:
    """Give the running service on a bus where nobody knows any tenant."""
    async with running(database, prepare, tenants=False) as platform:
        yield platform


@pytest.fixture
def actor() -> Callable[..., Actor]:
    """Give what makes an actor of an audience."""

    def actor(audience: str = "dezky-operator", **facts: Any) -> Actor:
        return Actor.parse({"type": "user", "id": "42", "audience": audience, **facts})

    return actor


@pytest.fixture
def operator(actor: Callable[..., Actor]) -> Actor:
    """Give an operator."""
    return actor(platformAdmin=True, email="operator@dezky.localhost")
