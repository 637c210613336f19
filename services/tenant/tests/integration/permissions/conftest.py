"""A NATS server with the deployed permissions, the services as its users, and ways to log in."""

import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from bus import connect
from devstack import secrets
from devstack.ports import free_port
from devstack.probes import answers_http, greets_as_nats
from devstack.processes import Process, Program
from structlog.testing import capture_logs

DEPLOY = Path(__file__).parents[5] / "deploy" / "nats"


class Guarded:
    """A server with the deployed permissions, and the services as its users."""

    def __init__(self, folder, mongo_url):
        self.port, self.http_port = free_port(), free_port()
        self.url = f"nats://127.0.0.1:{self.port}"
        self._folder, self._mongo_url = folder, mongo_url
        self._running = []

    def start_server(self):
        text = (DEPLOY / "server.conf").read_text()
        for deployed, ours in (
            ("0.0.0.0:4222", f'"127.0.0.1:{self.port}"'),
            ("/data", f'"{self._folder}/store"'),
        ):
            assert deployed in text
            text = text.replace(deployed, ours)
        (self._folder / "server.conf").write_text(text)
        permissions = (DEPLOY / "permissions.conf").read_text()
        (self._folder / "permissions.conf").write_text(permissions)
        binary = Path(sysconfig.get_path("scripts")) / "nats-server"
        users = re.findall(r"NATS_(\w+)_PASSWORD", permissions)
        passwords = {f"NATS_{user}_PASSWORD": f"{user.lower()}-secret" for user in users}
        command = (str(binary), "-c", str(self._folder / "server.conf"))
        self._start("nats", command, passwords, probe=greets_as_nats(self.port))

    def bootstrap(self):
        """Run the command that the deployment runs."""
        command = [sys.executable, "-m", "bus", "AUDIT/audit", "DEAD/audit", "EVENTS/tenant"]
        subprocess.run(command, env={**os.environ, **self._as("bootstrap")}, check=True)

    def start_service(self, name):
        environment = {**self._as(name), "MONGO_URL": self._mongo_url, "LOG_FORMAT": "json"}
        probe = None
        if name == "tenant":
            # Nobody answers there; what it says to the bus about it is the point.
            environment |= {"TENANT_OCIS_URL": "http://127.0.0.1:9"}
        if name == "audit":
            environment |= secrets.audit(self._folder)
        if name == "gateway":
            environment |= {"GATEWAY_PORT": str(self.http_port), "GATEWAY_ISSUERS": "[]"}
            probe = answers_http(f"http://127.0.0.1:{self.http_port}/health")
        self._start(name, (sys.executable, "-m", name), environment, probe=probe or (lambda: True))

    def log_of(self, name):
        return (self._folder / f"{name}.log").read_text()

    def stop(self):
        for process in reversed(self._running):
            process.stop()

    def _as(self, user):
        return {"NATS_URL": self.url, "NATS_USER": user, "NATS_PASSWORD": f"{user}-secret"}

    def _start(self, name, command, environment, *, probe):
        log = self._folder / f"{name}.log"
        program = Program(name=name, command=command, log=log, probe=probe, environment=environment)
        process = Process(program)
        self._running.append(process)
        process.start()


@pytest.fixture(scope="session")
def guarded(tmp_path_factory, mongo_url):
    guarded = Guarded(tmp_path_factory.mktemp("guarded"), mongo_url)
    try:
        guarded.start_server()
        guarded.bootstrap()
        for name in ("tenant", "partner", "audit", "gateway"):
            guarded.start_service(name)
        yield guarded
    finally:
        guarded.stop()


@pytest.fixture
async def login(guarded):
    """Give a way to connect as one of the users."""
    connections = []

    async def login(user):
        prefix = "_INBOX" if user == "bootstrap" else f"_INBOX_{user}"
        connections.append(
            await connect(
                guarded.url,
                name="tests",
                inbox_prefix=prefix,
                user=user,
                password=f"{user}-secret",
            )
        )
        return connections[-1]

    yield login
    for connection in connections:
        await connection.drain()


@pytest.fixture
def violations():
    """Give the violations that the bus has told this process of."""
    with capture_logs() as logs:

        async def violations():
            return [one["error"] for one in logs if one["event"] == "bus_permission_violation"]

        yield violations
