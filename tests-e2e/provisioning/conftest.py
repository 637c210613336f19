"""The tenant service as a process of its own, and the systems that it provisions tenants in."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from typing import Any

import httpx2
import pytest
import pytest_asyncio
from bus import Client, Connection, ConsumerSpec, connect
from contracts.audit.v1 import Publication
from contracts.faults import Conflict, TooLate, Unavailable
from contracts.tenant.v1 import (
    AddTenantUserRequest,
    CreateTenantRequest,
    GetProvisioningRequest,
    GetTenantRequest,
    Provisioning,
    ProvisioningServiceClient,
    ReconcileTenantRequest,
    Tenant,
    TenantServiceClient,
    UserServiceClient,
)
from devstack.ingest import IDENTITY_API_TOKEN
from devstack.layout import Layout
from devstack.programs import provisioning_alone
from devstack.running import RunningStack
from devstack.stack import Stack

# Short, so that trouble passes soon; a call that isn't answered in time is given up.
_SETTINGS = {
    "TENANT_PROVISIONING_TIMEOUT_SECONDS": "1.5",
    "TENANT_PROVISIONING_SETTLE_SECONDS": "6",
    "TENANT_PROVISIONING_LEASE_SECONDS": "3",
    "TENANT_PROVISIONING_CIRCUIT_SECONDS": "0.5",
    "TENANT_PROVISIONING_FIRST_RETRY_SECONDS": "0.2",
    "TENANT_PROVISIONING_LONGEST_RETRY_SECONDS": "1",
    "TENANT_PROVISIONING_RESYNC_MINUTES": "60",
}
# Between two tries of who isn't answered.
_PAUSE_SECONDS = 0.2


class Outside:
    """The servers of authentik, Stalwart and oCIS, as their own administrators see them."""

    def __init__(self, layout: Layout, client: httpx2.AsyncClient) -> None:
        self._client = client
        self._urls = {"authentik": layout.identity_url, "others": layout.standins_url}

    async def tell(self, server: str, mishaps: Sequence[dict[str, Any]], *, seed: int = 0) -> None:
        """Let these happen at a server from now on, and no others."""
        url = f"{self._urls[server]}/-/mishaps?seed={seed}"
        (await self._client.put(url, json=list(mishaps))).raise_for_status()

    async def told(self, server: str) -> list[dict[str, Any]]:
        """Return what may happen there, with how often each has."""
        told: list[dict[str, Any]] = (
            await self._client.get(f"{self._urls[server]}/-/mishaps")
        ).json()
        return told

    async def listed(self, path: str) -> list[dict[str, Any]]:
        """Return everything that authentik lists under a path of its API."""
        found: list[dict[str, Any]] = []
        page = 1
        while page:
            answer = await self._client.get(
                f"{self._urls['authentik']}/api/v3{path}",
                params={"page": page, "page_size": 100},
                headers={"Authorization": f"Bearer {IDENTITY_API_TOKEN}"},
            )
            body = answer.raise_for_status().json()
            found += body["results"]
            page = int(body["pagination"]["next"])
        return found

    async def objects(self) -> dict[str, list[dict[str, Any]]]:
        """Return what Stalwart and oCIS keep, by kind."""
        answer = await self._client.get(f"{self._urls['others']}/-/objects")
        objects: dict[str, list[dict[str, Any]]] = answer.raise_for_status().json()
        return objects


class Operator:
    """Whoever makes tenants: asks again until the answer comes, as a careful client does."""

    def __init__(self, line: Connection) -> None:
        self._line = line
        caller = Client(line, timeout_seconds=2.0)
        self._tenants, self._users = TenantServiceClient(caller), UserServiceClient(caller)
        self._provisioning = ProvisioningServiceClient(caller)
        self.asked_again = 0

    async def create(self, slug: str, names: Sequence[str]) -> None:
        """Make a tenant and its people, the first of whom owns it."""
        await self._until_done(self._create, slug)
        for number, name in enumerate(names):
            role = "member" if number else "owner"
            await self._until_done(self._add, slug, f"{name}@{slug}.example", role)

    async def tenant(self, slug: str) -> Tenant:
        """Read a tenant."""
        return (await self._tenants.get_tenant(GetTenantRequest(slug=slug))).tenant

    async def provisioning(self, slug: str) -> Provisioning:
        """Read how it stands."""
        request = GetProvisioningRequest(slug=slug)
        return (await self._provisioning.get_provisioning(request)).provisioning

    async def left_to_do(self, slug: str) -> list[str]:
        """Return what a dry run would do, and whatever kept it from looking."""
        request = ReconcileTenantRequest(slug=slug, dry_run=True)
        answer = await self._provisioning.reconcile_tenant(request)
        return [f"{one.action} {one.kind} {one.key}" for one in answer.steps] + [
            f"{name}: {text}" for name, text in answer.failures.items()
        ]

    async def entries(self) -> list[Publication]:
        """Return every audit entry so far, as it stands on the stream."""
        await self._line.ensure_consumer(ConsumerSpec("AUDIT", "everything"))
        puller = await self._line.pull("AUDIT", "everything")
        found: list[Publication] = []
        while deliveries := await puller.fetch(500, timeout_seconds=0.5):
            found += [Publication.parse(one.payload) for one in deliveries]
            for one in deliveries:
                await one.ack()
        await puller.close()
        return found

    async def _create(self, slug: str) -> None:
        request = CreateTenantRequest(slug=slug, name=slug, domains=[f"{slug}.example"])
        await self._tenants.create_tenant(request)

    async def _add(self, slug: str, email: str, role: str) -> None:
        await self._users.add_tenant_user(AddTenantUserRequest(slug=slug, email=email, role=role))

    async def _until_done(self, command: Callable[..., Awaitable[None]], *said: str) -> None:
        while True:
            try:
                await command(*said)
            except (Unavailable, TooLate):
                self.asked_again += 1
                await asyncio.sleep(_PAUSE_SECONDS)
            except Conflict:
                # It was done, and the answer got lost.
                return
            else:
                return


@pytest.fixture
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """Give the tenant service, what it needs, and the stand-ins: nothing else."""
    layout = Layout.on_free_ports(tmp_path_factory.mktemp("provisioning"), provisions=True)
    children = Stack(provisioning_alone(layout, _SETTINGS))
    children.start()
    try:
        yield RunningStack(layout, children.processes)
    finally:
        children.stop()


@pytest_asyncio.fixture
async def outside(stack: RunningStack) -> AsyncIterator[Outside]:
    """Give the stand-ins."""
    async with httpx2.AsyncClient(trust_env=False, timeout=20.0) as client:
        yield Outside(stack.layout, client)


@pytest_asyncio.fixture
async def operator(stack: RunningStack) -> AsyncIterator[Operator]:
    """Give who makes tenants."""
    line = await connect(stack.nats_url, name="operator")
    yield Operator(line)
    await line.drain()
