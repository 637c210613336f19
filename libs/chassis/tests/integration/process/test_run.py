"""A service as a process: start, answer, drain, and how it ends."""

import asyncio
import json
import signal

import pytest
from bus import subjects
from devstack.nats import NatsServer
from devstack.ports import free_port
from devstack.waiting import eventually


@pytest.fixture
async def demo(bus, start, tmp_path):  # noqa: ARG001 - the streams exist
    """Give the demo service, ready."""
    child = await start(DEMO_RELEASE=str(tmp_path / "release"))
    await child.until("ready")
    return child


@pytest.fixture
def ask(bus):
    """Give a way to call an rpc of the demo service."""

    async def asking(name, text="hello"):
        payload = json.dumps({"text": text}).encode()
        headers = {"X-Request-Id": "r-1"}
        return await bus.request(
            subjects.rpc("demo", "v1", name), payload, headers=headers, timeout_seconds=30
        )

    return asking


class TestStart:
    async def test_the_ready_line_names_service_and_instance(self, demo):
        """What supervisors and people look for."""
        ready = demo.lines[-1]
        assert (ready["event"], ready["service"], len(ready["instance"])) == ("ready", "demo", 22)

    async def test_it_answers_pings(self, demo, bus):
        """Health is `$SRV.PING`."""
        answer = json.loads((await bus.request("$SRV.PING.demo", b"")).payload)
        assert answer["id"] == demo.lines[-1]["instance"]

    async def test_it_waits_for_the_bus(self, start):
        """Whoever starts first: one line says what is awaited."""
        port = free_port()
        child = await start(NATS_URL=f"nats://127.0.0.1:{port}")
        assert (await child.until("awaiting"))["needed"] == "bus"
        child.signal(signal.SIGTERM)
        assert await child.exit_code() == 0

    async def test_it_is_ready_when_the_bus_has_come(self, start, tmp_path):
        """Without being started again."""
        server = NatsServer(tmp_path / "late")
        child = await start(NATS_URL=server.url)
        await child.until("awaiting")
        server.start()
        await child.until("ready")
        child.signal(signal.SIGTERM)
        await child.exit_code()
        server.stop()

    async def test_it_stops_while_the_database_is_down(self, start):
        """At once, and that is no failure."""
        absent = f"mongodb://127.0.0.1:{free_port()}/?directConnection=true"
        child = await start(MONGO_URL=absent)
        assert (await child.until("awaiting"))["needed"] == "database"
        child.signal(signal.SIGTERM)
        assert await child.exit_code() == 0

    async def test_a_wiped_directory_is_repaired(self, demo, start, ask, bus):
        """Before the service says that it is ready."""
        await ask("note", "a")
        held = bus.key_value("directory")
        await eventually(lambda: held.get("note.a"))
        demo.signal(signal.SIGKILL)
        await held.delete("note.a")
        second = await start()
        await second.until("ready")
        assert await held.get("note.a") is not None


class TestRequests:
    async def test_an_rpc_is_answered(self, demo, ask):  # noqa: ARG002 - runs
        """The change is stored, then published."""
        assert json.loads((await ask("note")).payload) == {"text": "hello"}

    async def test_its_log_lines_lead_to_it(self, demo, ask, tmp_path):
        """Every line of a handler names service and request."""
        (tmp_path / "release").touch()
        await ask("ponder")
        line = await demo.until("pondering")
        assert (line["service"], line["request_id"]) == ("demo", "r-1")


class TestStop:
    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    async def test_a_request_in_flight_is_answered(self, demo, ask, tmp_path, number):
        """Then the process ends with 0."""
        asking = asyncio.create_task(ask("ponder"))
        await demo.until("pondering")
        demo.signal(number)
        await demo.until("draining")
        (tmp_path / "release").touch()
        assert json.loads((await asking).payload) == {"text": "hello"}
        assert (await demo.exit_code(), demo.lines[-1]["event"]) == (0, "stopped")

    async def test_it_needs_no_bus(self, demo, nats_server):
        """The bus went first: what it didn't publish is in the database."""
        nats_server.kill()
        await demo.until("bus_disconnected")
        demo.signal(signal.SIGTERM)
        assert await demo.exit_code() == 0


class TestFailure:
    @pytest.mark.parametrize("where", ["background", "compose"])
    async def test_it_is_told_once_and_ends_the_process(self, bus, start, where):  # noqa: ARG002
        """With 1, and one line that has the traceback."""
        child = await start(DEMO_BROKEN=where)
        code = await child.exit_code()
        failures = [line for line in child.lines if line["level"] == "critical"]
        assert (code, [line["exception"][0]["exc_type"] for line in failures]) == (
            1,
            ["LookupError"],
        )

    @pytest.mark.parametrize(
        ("variables", "complaint"),
        [
            ({"DEMO_RELEASES": "x"}, "DEMO_RELEASES is no setting of demo"),
            ({"LOG_FORMAT": "xml"}, "LOG_FORMAT: Input should be 'auto', 'json' or 'console'"),
            ({"MONGO_URL": "mongodb://u:hunter/2@db"}, "MONGO_URL: the driver doesn't"),
        ],
    )
    async def test_a_wrong_setting_is_one_line(self, start, variables, complaint):
        """On standard error, with 1, naming the variable and no secret."""
        child = await start(NATS_URL="nats://127.0.0.1:1", **variables)
        code, text = await child.exit_code(), await child.complaint()
        assert (code, child.lines, text.count("\n"), "hunter" in text) == (1, [], 1, False)
        assert text.startswith(f"demo: {complaint}")
