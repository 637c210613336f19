"""The gateway when the bus goes and comes back, and when it is told to stop."""

import asyncio

import pytest
from bus import bootstrap, connect
from devstack.processes import ProcessFailed
from devstack.waiting import eventually


def reason(response):
    return response.status_code, response.json().get("reason")


class TestOutage:
    async def test_commands_are_503_and_then_go_on(self, gateway, nats_server, as_operator):
        """The bus may go and come back: nobody restarts the gateway."""

        async def resume():
            response = await gateway.client.post("/tenants/acme/resume", headers=as_operator)
            return response.status_code, response.headers.get("retry-after")

        assert (await resume())[0] == 200
        await asyncio.to_thread(nats_server.kill)
        await eventually(resume, until=lambda seen: seen == (503, "1"))
        assert (await gateway.client.get("/health")).status_code == 503
        await asyncio.to_thread(nats_server.start)
        await eventually(resume, until=lambda seen: seen[0] == 200)

    async def test_start_does_not_wait_for_the_bus(
        self, start_gateway, nats_server, services, operator
    ):
        """It answers 503, and answers properly once the bus is there."""
        await asyncio.to_thread(nats_server.stop)
        gateway = start_gateway(nats_server.url, is_ready=False)
        headers = operator.bearer("olga")
        assert reason(await gateway.client.get("/me", headers=headers)) == (503, "starting")
        await asyncio.to_thread(nats_server.start)
        connection = await connect(nats_server.url, name="tests")
        await bootstrap(connection)
        await services.start(connection)

        async def ask():
            return (await gateway.client.get("/me", headers=headers)).status_code

        await eventually(ask, until=lambda status: status == 200)
        await connection.drain()


class TestStop:
    async def test_requests_in_flight_are_answered(self, gateway, services, as_operator):
        """SIGTERM ends the process after its work, with exit code 0."""
        await gateway.client.get("/tenants/acme", headers=as_operator)
        services.delay_seconds = 1
        asked = asyncio.create_task(gateway.client.get("/tenants/acme", headers=as_operator))

        async def calls():
            return len(services.named("get_tenant"))

        await eventually(calls, until=lambda count: count == 2)
        gateway.process.terminate()
        assert (await asked).status_code == 200

        async def exit_code():
            return gateway.process.exit_code

        assert await eventually(exit_code, until=lambda code: code is not None) == 0

    async def test_wrong_setting_is_one_clear_line(self, start_gateway):
        """Exit code 1, the variable's name, no traceback."""
        with pytest.raises(ProcessFailed, match="GATEWAY_BODY_LIMIT_BYTES") as failed:
            start_gateway("nats://127.0.0.1:1", body_limit_bytes="much")
        assert "ended with 1" in str(failed.value)
        assert "Traceback" not in str(failed.value)

    async def test_port_in_use_is_one_clear_line(self, start_gateway):
        """Exit code 1, the address, no traceback."""
        first = start_gateway("nats://127.0.0.1:1", is_ready=False)
        with pytest.raises(ProcessFailed) as failed:
            start_gateway("nats://127.0.0.1:1", is_ready=False, port=str(first.port))
        message, *lines = str(failed.value).splitlines()
        assert message == "gateway ended with 1"
        assert len(lines) == 1
        assert f"{first.port}): address already in use" in lines[0]
