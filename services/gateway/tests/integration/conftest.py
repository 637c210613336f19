"""The gateway as a process of its own: a real bus, issuers over HTTP, services in the test."""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx2
import pytest
from bus import ConsumerSpec
from contracts.platform.v1 import Membership
from devstack.ports import free_port
from devstack.probes import answers_http, listens
from devstack.processes import Process, Program


class Gateway:
    """A gateway process and a client of it."""

    def __init__(self, folder, environment, *, is_ready=True):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = Process(
            Program(
                name="gateway",
                command=(sys.executable, "-m", "gateway"),
                log=folder / f"gateway-{self.port}.log",
                probe=answers_http(f"{self.url}/health") if is_ready else listens(self.port),
                environment={
                    "GATEWAY_PORT": str(self.port),
                    "GATEWAY_RATE_PER_SECOND": "0",
                    "LOG_FORMAT": "json",
                }
                | environment,
                ports=(self.port,),
            )
        )
        self.client = httpx2.AsyncClient(base_url=self.url, trust_env=False, timeout=20)

    def log_lines(self):
        text = self.process.program.log.read_text()
        return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


@pytest.fixture(scope="session")
def published():
    """Serve documents over HTTP: give the address, and the documents by path."""
    documents = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            body = documents.get(self.path)
            self.send_response(200 if body else 404)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_arguments):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", documents
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def operator(published, issuer_type):
    """The operator application's issuer, published."""
    issuer = issuer_type(published[0], "dezky-operator")
    published[1].update(issuer.documents())
    return issuer


@pytest.fixture(scope="session")
def portal(published, issuer_type):
    """The portal application's issuer, published."""
    issuer = issuer_type(published[0], "dezky-portal")
    published[1].update(issuer.documents())
    return issuer


@pytest.fixture
async def start_gateway(tmp_path, operator, portal):
    """Give a function that starts a gateway on the bus at this address."""
    started = []
    settings = [issuer.setting().model_dump(by_alias=True) for issuer in (operator, portal)]

    def start(nats_url, *, is_ready=True, **environment):
        names = {f"GATEWAY_{name.upper()}": value for name, value in environment.items()}
        fixed = {"NATS_URL": nats_url, "GATEWAY_ISSUERS": json.dumps(settings)}
        gateway = Gateway(tmp_path, fixed | names, is_ready=is_ready)
        started.append(gateway)
        gateway.process.start()
        return gateway

    yield start
    for gateway in started:
        await gateway.client.aclose()
        gateway.process.stop()


@pytest.fixture
async def gateway(start_gateway, nats_server, bus, services):
    """Give a running gateway whose services answer."""
    await services.start(bus)
    yield start_gateway(nats_server.url)
    await services.stop()


@pytest.fixture
def register(bus, register_type):
    """Write people into the directory."""
    return register_type(bus)


@pytest.fixture(scope="session")
def gateway_type():
    return Gateway


@pytest.fixture
async def as_operator(operator, register):
    """Olga is platform admin; her headers."""
    await register.put(operator, "olga", platform_admin=True)
    return operator.bearer("olga")


@pytest.fixture
async def as_member(portal, register):
    """Max is member of acme; his headers."""
    memberships = [Membership(tenant_slug="acme", role="member")]
    await register.put(portal, "max", memberships=memberships)
    return portal.bearer("max")


@pytest.fixture
async def stored(bus):
    """Give a function that reads what the AUDIT stream has stored by now."""
    await bus.ensure_consumer(ConsumerSpec("AUDIT", "test"))
    puller = await bus.pull("AUDIT", "test")

    async def read():
        return [json.loads(one.payload) for one in await puller.fetch(100, timeout_seconds=0.5)]

    yield read
    await puller.close()
