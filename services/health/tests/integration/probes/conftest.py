"""A prober, and servers that are really there."""

import asyncio
import os
import shutil
import signal
import subprocess
import sysconfig
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from devstack.ports import free_port
from devstack.processes import Process, Program
from devstack.redis import RedisServer
from health.probes.registry import Probes
from health.probes.running import Prober
from health.targets.rules import Definition
from sinks.guard import Guard

_PACKAGES = Path(sysconfig.get_path("purelib"))


class Looking:
    """Probes one address and judges nothing."""

    def __init__(self, prober):
        self.prober = prober

    async def __call__(self, kind, address, *, timeout_ms=1500, source="file"):
        target = Definition(
            id="it", name="It", kind=kind, address=address, timeout_ms=timeout_ms, source=source
        )
        return await self.prober.look(replace(target))


@pytest_asyncio.fixture
async def look(authority):
    """Give a prober without a bus."""
    guard = Guard()
    probes = Probes.without_bus()
    yield Looking(Prober(probes.by_kind, guard, tls=authority.client()))
    await probes.close()


@pytest.fixture
def redis(tmp_path):
    """Give a real Redis, started."""
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.stop()


class Postgres(Process):
    """A real PostgreSQL; root must not run it, so nobody does."""

    def __init__(self, folder: Path, port: int):
        self.port = port
        self._binaries = _PACKAGES / "pgserver" / "pginstall" / "bin"
        self._folder = folder
        user = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
        self._user = user if os.geteuid() == 0 else ()
        super().__init__(
            Program(
                name="postgres",
                command=(
                    *self._user,
                    str(self._binaries / "postgres"),
                    *("-D", str(folder / "data"), "-p", str(port), "-k", ""),
                    *("-c", "listen_addresses=127.0.0.1"),
                ),
                log=folder / "postgres.log",
                probe=lambda: "ready to accept" in (folder / "postgres.log").read_text(),
                ports=(port,),
            )
        )

    def terminate(self):
        # Fast shutdown: the usual one waits for whoever is connected.
        self._signal(signal.SIGINT)

    def prepare(self):
        secret = self._folder / "secret"
        secret.write_text("secret\n")
        if self._user:
            os.chown(self._folder, 65534, 65534)
            os.chown(secret, 65534, 65534)
        subprocess.run(
            [
                *self._user,
                str(self._binaries / "initdb"),
                *("-D", str(self._folder / "data"), "-A", "scram-sha-256", "-U", "postgres"),
                *("--pwfile", str(secret), "--no-sync", "-E", "UTF8", "--locale", "C"),
            ],
            check=True,
            capture_output=True,
        )


@pytest.fixture
def postgres():
    """Give a real PostgreSQL (from pgserver's wheel), started; it asks for passwords."""
    folder = Path(tempfile.mkdtemp(prefix="postgres-", dir="/tmp"))
    folder.chmod(0o755)
    process = Postgres(folder, free_port())
    process.prepare()
    process.start()
    yield process
    process.stop()
    shutil.rmtree(folder)


@pytest.fixture
def gone():
    """Give a port that nobody listens on."""
    return free_port()


@pytest.fixture
def hang():
    """Give a handler that takes a connection and never answers."""

    async def handle(_reader, _writer):
        await asyncio.Event().wait()

    return handle
