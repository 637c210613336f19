"""Starting before the bus, and living through its outages."""

import json

import pytest
from bus import bootstrap
from devstack.waiting import eventually


class TestHealth:
    async def test_it_answers_without_a_token(self, gateway):
        """A probe has none."""
        response = await gateway.client.get("/health")
        assert (response.status_code, response.json()) == (200, {"status": "ok"})

    async def test_it_fails_with_the_bus(self, gateway):
        """Whoever balances load sends it elsewhere."""
        gateway.line.disconnect()
        response = await gateway.client.get("/health")
        assert (response.status_code, response.json()["reason"]) == (503, "bus_unavailable")

    async def test_it_waits_for_the_directory(self, started):
        """Before that nobody could be recognised."""
        async with started(is_ready=False) as gateway:
            await gateway.line.flush()
            response = await gateway.client.get("/health")
            assert (response.status_code, response.json()["reason"]) == (503, "directory_loading")


class TestStart:
    async def test_without_the_bus_everything_is_503(self, started, operator):
        """The gateway is there, and says that it can't answer yet."""
        async with started(is_ready=False) as gateway:
            response = await gateway.client.get("/me", headers=operator.bearer("olga"))
            assert response.status_code == 503
            assert response.headers["retry-after"] == "1"

    async def test_streams_may_come_later(self, started, operator):
        """Whoever makes the buckets may start after the gateway."""
        async with started(is_ready=False) as gateway:
            await gateway.line.flush()
            await bootstrap(gateway.other)
            await eventually(
                lambda: gateway.client.get("/health"), until=lambda seen: seen.is_success
            )
            response = await gateway.client.get("/me", headers=operator.bearer("olga"))
            assert response.status_code == 200

    async def test_gateway_is_discoverable(self, gateway):
        """`$SRV.PING` sees it like any other service (ADR-32)."""
        reply = await gateway.other.request("$SRV.PING.gateway", b"")
        assert json.loads(reply.payload)["name"] == "gateway"


class TestOutage:
    @pytest.fixture
    async def headers(self, gateway, operator):
        await gateway.register.put(operator, "olga", platform_admin=True)
        headers = operator.bearer("olga")
        await gateway.client.get("/me", headers=headers)
        return headers

    async def test_commands_are_503_at_once(self, gateway, headers):
        """Nothing is queued for later, nobody waits."""
        gateway.line.disconnect()
        response = await gateway.client.post("/tenants/acme/resume", headers=headers)
        assert (response.status_code, response.json()["reason"]) == (503, "bus_unavailable")
        assert response.headers["retry-after"] == "1"

    async def test_nobody_is_told_403_without_a_trace(self, gateway, portal):
        """A denial that can't be stored is a 503."""
        await gateway.client.get("/me", headers=portal.bearer("max"))
        gateway.line.disconnect()
        response = await gateway.client.post("/tenants/acme/resume", headers=portal.bearer("max"))
        assert response.status_code == 503

    async def test_it_goes_on_afterwards(self, gateway, headers):
        """No restart is needed."""
        gateway.line.disconnect()
        gateway.line.reconnect()
        response = await gateway.client.post("/tenants/acme/resume", headers=headers)
        assert response.status_code == 200
