"""The gateway on a real bus: calls, revocations, denials."""

import asyncio
import contextlib
import json

import pytest
from devstack.waiting import eventually

TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = {"traceparent": f"00-{TRACE}-b7ad6b7169203331-01"}


def reason(response):
    return response.status_code, response.json().get("reason")


class TestPath:
    async def test_call_goes_all_the_way(self, gateway, services, as_operator):
        """Token, person, access, rpc, answer: with the caller's trace and a budget."""
        response = await gateway.client.get("/tenants/acme", headers=as_operator | PARENT)
        call = services.named("get_tenant")[0]
        assert (response.status_code, response.headers["etag"]) == (200, '"3"')
        assert (call.actor.email, call.actor.ip, call.trace_id) == (
            "olga@dezky.localhost",
            "127.0.0.1",
            TRACE,
        )
        assert 0 < call.seconds_left <= 10

    async def test_first_sight_makes_the_person_known(self, gateway, services, portal):
        """A stranger with a good token is told to the tenant service, once."""
        headers = portal.bearer("new")
        answers = await asyncio.gather(
            *(gateway.client.get("/me", headers=headers) for _ in range(10))
        )
        assert {answer.status_code for answer in answers} == {200}
        assert len(services.named("record_sign_in")) == 1

    @pytest.mark.usefixtures("gateway")
    async def test_gateway_is_discoverable(self, bus):
        """`$SRV.PING` sees it (ADR-32)."""

        async def ping():
            with contextlib.suppress(Exception):
                return json.loads((await bus.request("$SRV.PING.gateway", b"")).payload)["type"]

        assert await eventually(ping) == "io.nats.micro.v1.ping_response"

    async def test_log_has_a_line_for_each_request(self, gateway, as_operator):
        """With the ids that lead to everything else, and no token."""
        headers = as_operator | PARENT | {"X-Request-Id": "mine"}
        await gateway.client.get("/tenants/acme?limit=1", headers=headers)

        async def lines():
            return [line for line in gateway.log_lines() if line.get("request_id") == "mine"]

        (line,) = await eventually(lines)
        assert (line["event"], line["route"], line["status"], line["trace_id"]) == (
            "request",
            "/tenants/{slug}",
            422,
            TRACE,
        )
        assert "Bearer" not in gateway.process.program.log.read_text()

    async def test_address_comes_through_trusted_proxies(
        self, start_gateway, nats_server, bus, services, as_operator
    ):
        """The person's address, not the proxy's."""
        await services.start(bus)
        gateway = start_gateway(nats_server.url, trusted_proxies='["127.0.0.0/8"]')
        headers = as_operator | {"X-Forwarded-For": "6.6.6.6, 198.51.100.1"}
        await gateway.client.get("/tenants/acme", headers=headers)
        assert services.named("get_tenant")[0].actor.ip == "198.51.100.1"

    async def test_chunked_body_is_limited_too(self, gateway, as_operator):
        """A body without a declared length ends at the limit."""

        async def endless():
            for _ in range(40):
                yield b" " * 65536

        response = await gateway.client.post("/tenants", headers=as_operator, content=endless())
        assert reason(response) == (413, "body_too_large")


class TestRevocation:
    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            ({"platform_admin": False}, (403, "operator_revoked")),
            ({"platform_admin": True, "active": False}, (403, "user_deactivated")),
        ],
    )
    async def test_it_counts_within_a_second(
        self, gateway, operator, register, as_operator, change, expected
    ):
        """The same token, refused as soon as the directory says so."""
        first = await gateway.client.get("/tenants/acme", headers=as_operator)
        await register.put(operator, "olga", version=2, **change)

        async def again():
            return reason(await gateway.client.get("/tenants/acme", headers=as_operator))

        assert first.status_code == 200
        await eventually(again, until=lambda seen: seen == expected, timeout_seconds=1)


class TestDenial:
    async def test_entry_is_there_when_the_403_is(self, gateway, as_member, stored):
        """With person, address, route, reason and trace."""
        response = await gateway.client.post(
            "/tenants/acme/suspend", headers=as_member | PARENT, json={"reason": "x"}
        )
        (entry,) = await stored()
        assert reason(response) == (403, "operator_token_required")
        assert (entry["actorEmail"], entry["actorIp"], entry["traceId"]) == (
            "max@dezky.localhost",
            "127.0.0.1",
            TRACE,
        )
        assert (entry["resourceId"], entry["tenantSlug"], entry["metadata"]["reason"]) == (
            "POST /tenants/{slug}/suspend",
            "acme",
            "operator_token_required",
        )

    async def test_repeats_are_written_at_the_end(self, gateway, as_member, stored):
        """A stop loses no count."""
        for _ in range(4):
            await gateway.client.post("/tenants/acme/resume", headers=as_member)
        await asyncio.to_thread(gateway.process.stop)
        repeats = [entry["metadata"].get("repeats") for entry in await stored()]
        assert repeats == [None, 3]
