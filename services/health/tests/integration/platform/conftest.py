"""One or more instances of the health service, in this process, over a real bus and database."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from beanie import init_beanie
from bus import Client
from chassis import Chassis
from chassis.claims import IdempotencyDocument
from chassis.relay import Relay
from chassis.transient import OutboxDocument
from contracts.faults import Unavailable
from contracts.health.v1 import (
    GetPlatformHealthRequest,
    HealthServiceClient,
    IncidentServiceClient,
    MaintenanceServiceClient,
    TargetServiceClient,
)
from devstack.waiting import eventually
from health.__main__ import DOCUMENTS, compose
from health.settings import Settings


class Instance:
    """A running instance and its clients."""

    def __init__(self, chassis):
        self.chassis = chassis
        self._stopping = asyncio.Event()
        self._running = None
        caller = Client(chassis.connection, timeout_seconds=10)
        self.health = HealthServiceClient(caller)
        self.targets = TargetServiceClient(caller)
        self.incidents = IncidentServiceClient(caller)
        self.maintenance = MaintenanceServiceClient(caller)

    async def start(self):
        await compose(self.chassis)
        self._running = asyncio.create_task(self.chassis.run(self._stopping))
        await eventually(self._answers)

    async def _answers(self):
        try:
            await self.health.get_platform_health(GetPlatformHealthRequest())
        except Unavailable:
            return False
        return True

    async def stop(self):
        self._stopping.set()
        await self._running

    async def kill(self):
        """End without letting go of anything."""
        self._running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._running


@pytest_asyncio.fixture
async def start(bus, database) -> AsyncIterator:
    """Give what starts an instance with a file of targets and settings."""
    await init_beanie(
        database=database,
        document_models=[*DOCUMENTS, OutboxDocument, IdempotencyDocument],
    )
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
