"""The gateway inside this process: a bus in memory, issuers on paper, no sockets."""

import asyncio
import json
from contextlib import asynccontextmanager

import httpx2
import pytest
from bus import MemoryBroker, MemoryConnection, bootstrap
from gateway.app import build
from gateway.door import Door
from gateway.lifecycle import Lifecycle
from gateway.settings import Settings
from identity import Verifier


class Gateway:
    """A running gateway and everything around it."""

    def __init__(self, *, app, client, line, other, services, register):
        self.app = app
        self.client = client
        # The gateway's own line to the bus, and everybody else's.
        self.line = line
        self.other = other
        self.services = services
        self.register = register
        self.entries = []

    async def watch_audit(self):
        async def keep(message):
            self.entries.append(json.loads(message.payload))

        await self.other.subscribe("audit.>", keep)


@pytest.fixture
def started(operator, portal, network, services, request):
    """Give a context manager that runs a gateway with the given settings."""
    register_type = request.getfixturevalue("register_type")

    @asynccontextmanager
    async def start(*, is_ready=True, **settings):
        broker = MemoryBroker()
        line, other = MemoryConnection(broker), MemoryConnection(broker)
        if is_ready:
            await bootstrap(other)
        await services.start(other)
        known = Settings(
            **({"issuers": (operator.setting(), portal.setting()), "rate_per_second": 0} | settings)
        )
        door = Door()

        @asynccontextmanager
        async def opened():
            yield line
            await line.drain()

        @asynccontextmanager
        async def verification():
            yield Verifier(known.issuers, network)

        lifecycle = Lifecycle(known, door, line=opened, verification=verification)
        app = build(known, door, ailment=lifecycle.ailment, lifespan=lifecycle.run)
        transport = httpx2.ASGITransport(app, client=("203.0.113.9", 4711))
        async with (
            app.router.lifespan_context(app),
            httpx2.AsyncClient(transport=transport, base_url="http://gateway") as client,
        ):
            gateway = Gateway(
                app=app,
                client=client,
                line=line,
                other=other,
                services=services,
                register=register_type(other),
            )
            await gateway.watch_audit()
            while is_ready and (await client.get("/health")).status_code != httpx2.codes.OK:
                await asyncio.sleep(0)
            yield gateway

    return start


@pytest.fixture
async def gateway(started):
    """Give a running gateway without rate limits."""
    async with started() as running:
        yield running
