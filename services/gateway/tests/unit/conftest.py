"""The gateway inside this process: a bus in memory, issuers on paper, no sockets."""

import json
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import httpx2
import pytest
import pytest_asyncio
from bus import MemoryBroker, MemoryConnection, bootstrap
from chassis.directory import tenant_key
from contracts.faults import NotFound
from contracts.flag.v1 import Flag, Scope
from contracts.platform.v1 import Membership
from contracts.tenant.v1 import TenantRecord
from devstack.waiting import eventually
from flags.records import flag_key, flag_record
from gateway.app import build
from gateway.door import Door
from gateway.lifecycle import Lifecycle
from gateway.settings import Settings
from identity import Verifier

BULK = "/ofrep/v1/evaluate/flags"
ABOUT_ACME = {"context": {"targetingKey": "acme"}}
MADE = datetime(2026, 3, 1, tzinfo=UTC)


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


class WrittenFlags:
    """Writes flags and tenants, as their services' relays do."""

    def __init__(self, gateway, headers):
        self._connection = gateway.other
        self._client = gateway.client
        self._headers = headers

    async def put(self, key="beta", *, version=1, **fields):
        given = {"kind": "boolean", "state": "on", "scope": Scope().dump(), **fields}
        times = {"createdAt": MADE, "updatedAt": MADE}
        flag = Flag.parse({"key": key, "revision": version, **times, **given})
        record = flag_record(flag, version=version)
        bucket = self._connection.key_value("flags")
        await bucket.put(flag_key(key), record.dump_json())
        revision = {"revision": version}

        async def found():
            answer = await self._client.post(BULK, json=ABOUT_ACME, headers=self._headers)
            return [one.get("metadata") for one in answer.json()["flags"] if one["key"] == key]

        # Where evaluation itself fails there is no metadata.
        await eventually(found, until=lambda seen: seen in ([revision], [None]))

    async def tenant(self, slug, version=1, **fields):
        identity = "0190b2c4-7a64-7c3e-9f1a-2b3c4d5e6f70"
        record = TenantRecord(id=identity, slug=slug, version=version, **fields)
        await self._connection.key_value("directory").put(tenant_key(slug), record.dump_json())


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


@pytest.fixture
async def flags(gateway, as_operator):
    services = gateway.services
    services.refusals["get_tenant"] = NotFound("nobody", reason="tenant_not_found")
    written = WrittenFlags(gateway, as_operator)
    await written.tenant("acme", plan="business")

    async def loaded():
        return await gateway.client.post(BULK, json=ABOUT_ACME, headers=as_operator)

    await eventually(loaded, until=lambda answer: answer.is_success)
    return written
