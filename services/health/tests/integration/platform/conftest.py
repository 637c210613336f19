"""One or more instances of the health service, in this process, over a real bus and database."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from bus import Client
from chassis import Chassis
from chassis.claims import IdempotencyDocument
from chassis.relay import Relay
from chassis.transient import OutboxDocument
from contracts.faults import Unavailable
from contracts.health import v1
from contracts.tenant.v1 import TenantRecord
from devstack.waiting import eventually
from health.__main__ import DOCUMENTS, compose
from health.settings import Settings


class Instance:
    """A running instance and its clients."""

    def __init__(self, chassis):
        self.chassis = chassis
        self._stopping = asyncio.Event()
        self._running = None
        self.id = chassis.service.id
        caller = Client(chassis.connection, timeout_seconds=60)
        self.health = v1.HealthServiceClient(caller)
        self.targets = v1.TargetServiceClient(caller)
        self.tenants = v1.TenantHealthServiceClient(caller)
        self.incidents = v1.IncidentServiceClient(caller)
        self.maintenance = v1.MaintenanceServiceClient(caller)

    async def start(self):
        await compose(self.chassis)
        self._running = asyncio.create_task(self.chassis.run(self._stopping))
        await eventually(self._answers)

    async def _answers(self):
        try:
            await self.look()
        except Unavailable:
            return False
        return True

    async def add(self, target_id, **about):
        """Add a target that is probed when the test says so; the machine's load makes none slow."""
        told = {"kind": "http", "interval_seconds": 3600, "timeout_ms": 30000, "warn_ms": 30000}
        request = v1.CreateTargetRequest.model_validate(
            {"id": target_id, "name": target_id.title(), **told, **about}
        )
        return (await self.targets.create_target(request)).target

    async def look(self, **about):
        """Return the platform's health."""
        return await self.health.get_platform_health(v1.GetPlatformHealthRequest(**about))

    async def state(self, target_id):
        """Return one target as the platform's health shows it."""
        return next(one for one in (await self.look()).items if one.id == target_id)

    async def probe(self, target_id, times=1):
        """Probe now; return what the last probe left."""
        for _ in range(times):
            told = await self.health.probe_target(v1.ProbeTargetRequest(id=target_id))
        return told.state

    async def open_incidents(self):
        """List them."""
        request = v1.ListIncidentsRequest(state="open")
        return (await self.incidents.list_incidents(request)).items

    async def stop(self):
        self._stopping.set()
        await self._running

    async def kill(self):
        """End without letting go of anything."""
        self._running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._running


@pytest_asyncio.fixture
async def start(bus, database, prepare) -> AsyncIterator:
    """Give what starts an instance with a file of targets and settings."""
    await prepare([*DOCUMENTS, OutboxDocument, IdempotencyDocument])
    running = []

    async def begin(**settings):
        documents = [one for one in DOCUMENTS if hasattr(one, "projections")]
        relay = Relay(
            bus,
            [one.get_pymongo_collection() for one in documents],
            transient=[OutboxDocument.get_pymongo_collection()],
        )
        instance = Instance(Chassis(Settings(**settings), bus, database, relay))
        await instance.start()
        running.append(instance)
        return instance

    yield begin
    for instance in running:
        await instance.stop()


@pytest.fixture
def wants(bus):
    """Give what writes a tenant's record as the tenant service does."""

    async def write(slug, *integrations, partner=""):
        record = TenantRecord(
            id=str(uuid.uuid5(uuid.NAMESPACE_DNS, slug)),
            slug=slug,
            name=slug.title(),
            status="active",
            partner_slug=partner,
            integrations=list(integrations),
            version=1,
        )
        await bus.key_value("directory").put(f"tenant.{slug}", record.dump_json())

    return write


class Server:
    """Answers with the status it is told to."""

    def __init__(self):
        self.status = 200
        self.requests = 0

    async def answer(self, _request):
        self.requests += 1
        return web.Response(status=self.status)


@pytest_asyncio.fixture
async def server():
    """Give an HTTP server whose health the test decides; `url` is its address."""
    held = Server()
    application = web.Application()
    application.router.add_get("/{tail:.*}", held.answer)
    async with TestServer(application) as running:
        held.url = str(running.make_url("/"))
        yield held
