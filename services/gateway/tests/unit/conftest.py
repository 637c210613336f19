"""The gateway inside this process: a bus in memory, issuers on paper, no sockets."""

import json
from contextlib import asynccontextmanager

import httpx2
import pytest
import pytest_asyncio
from bus import MemoryBroker, MemoryConnection, bootstrap
from contracts.platform.v1 import Membership
from devstack.waiting import eventually
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


def _starter(operator, portal, network, services, register_type):
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

        def gave_up():
            raise AssertionError

        @asynccontextmanager
        async def opened():
            yield line
            await line.drain()

        @asynccontextmanager
        async def verification():
            yield Verifier(known.issuers, network)

        lifecycle = Lifecycle(known, door, line=opened, verification=verification, give_up=gave_up)
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
            if is_ready:
                await eventually(lambda: client.get("/health"), until=lambda seen: seen.is_success)
            yield gateway

    return start


@pytest.fixture
def started(operator, portal, network, services, register_type):
    """Give a context manager that runs a gateway with the given settings."""
    return _starter(operator, portal, network, services, register_type)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared_gateway(operator, portal, services_type, network_type, register_type):
    """Give one gateway to all tests of a module: for those that leave nothing behind."""
    network, services = network_type(operator, portal), services_type()
    start = _starter(operator, portal, network, services, register_type)
    async with start() as running:
        yield running


@pytest.fixture
async def gateway(started):
    """Give a running gateway without rate limits."""
    async with started() as running:
        yield running


@pytest.fixture
async def as_operator(gateway, operator):
    """Olga is platform admin; her headers."""
    await gateway.register.put(operator, "olga", platform_admin=True)
    return operator.bearer("olga")


@pytest.fixture
async def as_member(gateway, portal):
    """Max is member of acme; his headers."""
    memberships = [Membership(tenant_slug="acme", role="member")]
    await gateway.register.put(portal, "max", memberships=memberships)
    return portal.bearer("max")
