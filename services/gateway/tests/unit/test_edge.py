"""The outermost layer."""

import json
from io import StringIO
from ipaddress import ip_network

import httpx2
import pytest
import structlog
from gateway.access_log import AccessLog, utc_now
from gateway.edge import Edge
from gateway.exchange import Exchange
from gateway.settings import Settings
from starlette.responses import JSONResponse
from structlog.testing import capture_logs

PROXY = "10.0.0.1"


async def telling(scope, receive, send):
    """Answer with what the edge found out."""
    exchange = Exchange.of(scope)
    exchange.headers["x-more"] = "1"
    body = {"address": exchange.address, "id": exchange.request_id}
    await JSONResponse(body)(scope, receive, send)


async def failing(_scope, _receive, _send):
    raise RuntimeError("secret")


async def breaking_off(_scope, _receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    raise RuntimeError("secret")


def client_of(app, *, peer=PROXY, lines=None):
    access_log = AccessLog(lines or StringIO(), Settings(log_format="json"), clock=utc_now)
    edge = Edge(app, trusted_proxies=(ip_network("10.0.0.0/8"),), access_log=access_log)
    transport = httpx2.ASGITransport(edge, client=(peer, 4711))
    return httpx2.AsyncClient(transport=transport, base_url="http://gateway")


@pytest.fixture(autouse=True)
def _uncached_logs():
    structlog.reset_defaults()


class TestEdge:
    async def test_address_comes_through_trusted_proxies(self):
        """Several headers are one list."""
        headers = [("X-Forwarded-For", "6.6.6.6, 198.51.100.1"), ("X-Forwarded-For", "10.0.0.9")]
        async with client_of(telling) as client:
            response = await client.get("/", headers=headers)
        assert response.json()["address"] == "198.51.100.1"

    async def test_address_is_the_peers_otherwise(self):
        """A stranger's word doesn't count."""
        async with client_of(telling, peer="203.0.113.9") as client:
            response = await client.get("/", headers={"X-Forwarded-For": "1.1.1.1"})
        assert response.json()["address"] == "203.0.113.9"

    async def test_answer_carries_what_was_added_on_the_way(self):
        """Whoever found something out may tell it in a header."""
        async with client_of(telling) as client:
            response = await client.get("/")
        assert response.headers["x-more"] == "1"
        assert response.headers["x-request-id"] == response.json()["id"]

    async def test_failure_inside_is_a_problem(self):
        """Told to the log, not to the caller."""
        with capture_logs() as lines:
            async with client_of(failing) as client:
                response = await client.get("/")
        assert (response.status_code, response.json()["reason"]) == (500, "internal_error")
        assert "secret" not in response.text
        assert [line["event"] for line in lines] == ["request_failed"]

    async def test_failure_after_the_start_breaks_off(self):
        """Half an answer can't become another one."""
        async with client_of(breaking_off) as client:
            with pytest.raises(RuntimeError):
                await client.get("/")

    async def test_request_is_one_line_without_secrets(self):
        """No query, no token: what was asked, how it ended, how long it took."""
        lines = StringIO()
        async with client_of(telling, lines=lines) as client:
            await client.get("/?token=hush", headers={"Authorization": "Bearer hush"})
        (line,) = lines.getvalue().splitlines()
        assert "hush" not in line
        assert {"method", "route", "status", "ms", "request_id", "trace_id", "actor_id"} <= set(
            json.loads(line)
        )
