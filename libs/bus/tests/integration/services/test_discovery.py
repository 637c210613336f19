"""What a service tells about itself (ADR-32), over memory and over NATS."""

import json
from datetime import datetime

import pytest
from bus.faults import NobodyAnswered
from contracts.faults import NotFound

pytestmark = pytest.mark.usefixtures("service")


@pytest.fixture
def told(connection):
    """Give what is answered on a discovery subject."""

    async def ask(subject):
        return json.loads((await connection.request(subject, b"")).payload)

    return ask


class TestPing:
    @pytest.mark.parametrize("path", ["", ".greeting", ".greeting.{id}"])
    async def test_fields(self, told, service, path):
        """All, those of the name and the one instance answer with who they are."""
        assert await told("$SRV.PING" + path.format(id=service.id)) == {
            "type": "io.nats.micro.v1.ping_response",
            "name": "greeting",
            "id": service.id,
            "version": "1.0.0",
            "metadata": {},
        }

    async def test_all_instances(self, line, serve, service, collected):
        """Every instance answers, not one for all."""
        twin = await serve(on=await line.another())
        await line.connection.subscribe("_INBOX.tests.1", collected.take)
        await line.connection.publish("$SRV.PING.greeting", b"", reply="_INBOX.tests.1")
        answers = await collected.of(2)
        await twin.stop()
        assert {json.loads(answer.payload)["id"] for answer in answers} == {service.id, twin.id}

    async def test_another(self, told):
        """Nobody answers to another's name or id."""
        for path in ("flag", "greeting.other"):
            with pytest.raises(NobodyAnswered):
                await told(f"$SRV.PING.{path}")

    async def test_stopped(self, told, service):
        """Who stopped answers no more."""
        await service.stop()
        with pytest.raises(NobodyAnswered):
            await told("$SRV.PING.greeting")


class TestInfo:
    async def test_fields(self, told, service):
        """The endpoints come with their subject, their queue group and their contract's types."""
        info = await told("$SRV.INFO.greeting")
        assert {name: info[name] for name in ("type", "name", "id", "version", "description")} == {
            "type": "io.nats.micro.v1.info_response",
            "name": "greeting",
            "id": service.id,
            "version": "1.0.0",
            "description": "",
        }
        assert info["endpoints"] == [
            {
                "name": name,
                "subject": f"rpc.greeting.v1.{name}",
                "queue_group": "greeting",
                "metadata": {"request": "GreetRequest", "reply": "GreetResponse"},
            }
            for name in ("greet", "part")
        ]

    async def test_options(self, line, serve, told):
        """Description and metadata are what the service was made with."""
        await (await serve()).stop()
        other = await serve(on=await line.another(), description="Greets", metadata={"zone": "a"})
        info = await told(f"$SRV.INFO.greeting.{other.id}")
        await other.stop()
        assert (info["description"], info["metadata"]) == ("Greets", {"zone": "a"})


class TestStats:
    async def test_counts(self, told, client, greeter, greeting, ask):
        """Requests, errors and their time are counted for each endpoint."""

        async def refuse(_request):
            raise NotFound("no", reason="greeter_not_found")

        await client.call(greeting.GREET, greeting.Request(name="x"))
        await ask(b"{")
        greeter.inside = refuse
        await ask()
        stats = await told("$SRV.STATS.greeting")
        greet, part = stats["endpoints"]
        assert stats["type"] == "io.nats.micro.v1.stats_response"
        assert (greet["name"], greet["subject"], greet["queue_group"]) == (
            "greet",
            "rpc.greeting.v1.greet",
            "greeting",
        )
        assert (greet["num_requests"], greet["num_errors"]) == (3, 2)
        assert greet["last_error"] == "404:greeter_not_found"
        assert greet["processing_time"] > 0
        assert greet["average_processing_time"] == greet["processing_time"] // 3
        assert (part["num_requests"], part["average_processing_time"]) == (0, 0)

    async def test_no_secrets(self, told, greeter, ask):
        """The last error names its reason, never what the exception said."""

        async def fail(_request):
            raise RuntimeError("password=hunter2")

        greeter.inside = fail
        await ask()
        stats = await told("$SRV.STATS.greeting")
        assert stats["endpoints"][0]["last_error"] == "500:internal_error"

    async def test_started(self, told):
        """The start is a moment in UTC."""
        started = (await told("$SRV.STATS"))["started"]
        assert started.endswith("Z")
        assert datetime.fromisoformat(started).tzinfo is not None

    async def test_data(self, line, serve, told):
        """A service may tell figures of its own."""
        other = await serve(on=await line.another(), data=lambda: {"outbox": 3})
        stats = await told(f"$SRV.STATS.greeting.{other.id}")
        await other.stop()
        assert [endpoint["data"] for endpoint in stats["endpoints"]] == [{"outbox": 3}] * 2
