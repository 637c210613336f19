"""What a service answers when it can't do what was asked, over memory and over NATS."""

import asyncio

import pytest
from contracts.faults import Conflict, NotFound
from contracts.platform.v1 import Problem
from structlog.testing import capture_logs


class GreeterNotFound(NotFound):
    reason = "greeter_not_found"


@pytest.mark.usefixtures("service")
class TestFault:
    async def test_fault(self, client, greeter, greeting):
        """A fault arrives as the fault it is, with its reason and detail."""

        async def refuse(request):
            raise GreeterNotFound(f"No {request.name}.")

        greeter.inside = refuse
        with pytest.raises(NotFound) as raised:
            await client.call(greeting.GREET, greeting.Request(name="ann"))
        assert (raised.value.reason, raised.value.detail) == ("greeter_not_found", "No ann.")

    async def test_fault_on_the_wire(self, greeter, ask):
        """Over the wire it is a problem, and the two headers of ADR-32."""

        async def refuse(_request):
            raise Conflict("taken", reason="slug_taken", retry_after_seconds=3)

        greeter.inside = refuse
        reply = await ask(X_Request_Id="req-1")
        problem = Problem.read(reply.payload)
        assert (reply.headers["Nats-Service-Error-Code"], reply.headers["Nats-Service-Error"]) == (
            "409",
            "taken",
        )
        assert (problem.status, problem.reason, problem.retry_after_seconds) == (
            409,
            "slug_taken",
            3,
        )
        assert problem.request_id == "req-1"

    @pytest.mark.parametrize(
        "payload", [b"{", b"[]", b'{"name":1}', b"", b'{"name":"a","x":1}', b"\xff"]
    )
    async def test_malformed(self, payload, ask):
        """What breaks the contract is a 422 that names the fields, not a failure."""
        with capture_logs() as logs:
            reply = await ask(payload)
        assert reply.headers["Nats-Service-Error-Code"] == "422"
        assert Problem.read(reply.payload).errors
        assert logs == []

    async def test_no_leak(self, greeter, ask):
        """An unknown exception tells the caller nothing, and the log once everything."""

        async def fail(_request):
            raise RuntimeError("password=hunter2")

        greeter.inside = fail
        with capture_logs() as logs:
            reply = await ask()
        problem = Problem.read(reply.payload)
        assert (problem.status, problem.reason, problem.detail) == (
            500,
            "internal_error",
            "internal error",
        )
        assert "hunter2" not in repr(reply)
        assert [entry["event"] for entry in logs if entry["log_level"] == "error"] == ["rpc_failed"]
        assert all(entry.get("exc_info") for entry in logs)

    async def test_no_leak_of_validation(self, client, greeter, greeting):
        """A contract broken inside of the service is its mistake, not the caller's."""

        async def fail(_request):
            greeting.Request.parse(b"{}")

        greeter.inside = fail
        with capture_logs(), pytest.raises(Exception, match="internal error") as raised:
            await client.call(greeting.GREET, greeting.Request(name="ann"))
        assert raised.value.status == 500

    async def test_cancelled_inside(self, client, greeter, greeting):
        """What a handler awaits may be cancelled; the caller still gets an answer."""

        async def fail(_request):
            inner = asyncio.create_task(asyncio.sleep(60))
            inner.cancel()
            await inner

        greeter.inside = fail
        with capture_logs(), pytest.raises(Exception, match="internal error"):
            await client.call(greeting.GREET, greeting.Request(name="ann"))

    async def test_too_large(self, client, greeting):
        """An answer larger than the bus carries becomes a fault, not a silence."""
        request = greeting.Request(name="x" * 1000, times=2000)
        with capture_logs(), pytest.raises(Exception, match="too large") as raised:
            await client.call(greeting.GREET, request)
        assert raised.value.status == 500
