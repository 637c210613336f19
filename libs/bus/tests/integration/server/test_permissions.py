"""What NATS permissions a service needs, and how their violation shows."""

import asyncio

import pytest
import pytest_asyncio
from bus import Backoff, Client, Consumer, Service, bootstrap, connect
from bus.faults import NoAnswerInTime

ALL = 'publish: ">", subscribe: ">"'
TENANT = """
  publish: ["audit.tenant.>", "event.tenant.>", "live.tenant.>", "$KV.directory.>",
            "$JS.API.DIRECT.GET.KV_directory.>"]
  subscribe: ["rpc.greeting.v1.* tenant", "_INBOX_tenant.>",
              "$SRV.*", "$SRV.*.tenant", "$SRV.*.tenant.*"]
  allow_responses: {max: 1, expires: "60s"}
"""
WATCHER = """
  publish: ["rpc.>", "$JS.API.CONSUMER.CREATE.KV_directory", "$JS.FC.KV_directory.>"]
  subscribe: ["_INBOX_gateway.>"]
"""
AUDIT = """
  publish: ["$JS.API.CONSUMER.INFO.AUDIT.audit", "$JS.API.CONSUMER.MSG.NEXT.AUDIT.audit",
            "$JS.ACK.AUDIT.audit.>", "dead.AUDIT.audit"]
  subscribe: ["_INBOX_audit.>"]
"""


@pytest_asyncio.fixture
async def login(guarded):
    """Give a way to connect as one of the services."""
    users = {"root": ("pw", ALL), "tenant": ("pw", TENANT), "gateway": ("pw", WATCHER)}
    guarded.configure(**users, audit=("pw", AUDIT))
    await asyncio.to_thread(guarded.start)
    connections = []

    async def connect_as(user):
        prefix = "_INBOX" if user == "root" else f"_INBOX_{user}"
        connections.append(await connect(guarded.url(user), name=user, inbox_prefix=prefix))
        return connections[-1]

    yield connect_as
    for connection in connections:
        await connection.drain()


@pytest.fixture
def violations(logs):
    """Give the violations that were logged."""
    return lambda: [entry for entry in logs if entry["event"] == "bus_permission_violation"]


def consumer(connection, handler):
    quickly = Backoff(first_seconds=0.001)
    return Consumer(connection, stream="AUDIT", durable="audit", handler=handler, backoff=quickly)


class TestEnough:
    async def test_service(self, login, greeting, violations):
        """A service answers, appends and writes the directory; a gateway calls it."""
        await bootstrap(await login("root"))
        tenant, gateway = await login("tenant"), await login("gateway")
        service = Service(tenant, name="tenant", version="1.0.0")

        async def greet(request):
            await tenant.append("audit.tenant._.tenant.created", b"{}")
            await tenant.key_value("directory").create("tenant.acme", b"{}")
            entry = await tenant.key_value("directory").get("tenant.acme")
            return greeting.Response(text=f"{request.name} {entry.revision}")

        service.add(greeting.GREET, greet)
        await service.start()
        reply = await Client(gateway).call(greeting.GREET, greeting.Request(name="x"))
        await service.stop()
        assert (reply.text, violations()) == ("x 1", [])

    async def test_watcher(self, login, collected, violations):
        """A watcher gets a bucket that is larger than one window of the flow control."""
        root = await login("root")
        await bootstrap(root)
        directory = root.key_value("directory")
        await asyncio.gather(*(directory.put(f"k{n}", bytes(50_000)) for n in range(100)))
        gateway = await login("gateway")
        watch = await gateway.key_value("directory").watch(collected)
        await collected.of(101)
        await watch.stop()
        assert violations() == []

    async def test_consumer(self, login, collected, violations):
        """A consumer works with the durable that the bootstrap made, and buries what fails."""

        async def handle(deliveries):
            for delivery in deliveries:
                collected(delivery.payload)
                delivery.reject("no")

        root, audit = await login("root"), await login("audit")
        ours = consumer(audit, handle)
        await bootstrap(root, consumers=[ours.spec])
        await ours.start()
        await root.append("audit.billing._.x", b"1")
        await collected.of(1)
        await ours.stop()
        assert violations() == []


class TestViolation:
    async def test_append(self, login, violations):
        """Publishing in another's name is refused, and logged as an error with the subject."""
        await bootstrap(await login("root"))
        tenant = await login("tenant")
        with pytest.raises(NoAnswerInTime):
            await tenant.request("audit.billing._.faked", b"{}", timeout_seconds=0.2)
        assert "audit.billing._.faked" in violations()[0]["error"]
        assert violations()[0]["log_level"] == "error"

    async def test_subscribe(self, login, violations, collected):
        """Listening to another's requests is refused and logged, too."""
        tenant = await login("tenant")
        await tenant.subscribe("rpc.billing.v1.*", collected.take)
        await tenant.flush()
        assert "rpc.billing.v1.*" in violations()[0]["error"]
