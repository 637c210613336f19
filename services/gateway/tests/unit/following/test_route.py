"""GET /audit/stream at the door."""

import asyncio

import pytest
from contracts.audit.v1 import FollowEntriesResponse
from contracts.faults import Malformed
from gateway.following.routes import _MOST_EACH


def scope(headers, query=b"", path="/audit/stream"):
    """Ask as a browser does."""
    return {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query,
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": ("203.0.113.9", 4711),
        "scheme": "http",
        "http_version": "1.1",
    }


@pytest.fixture
def services(services):
    """Where nobody says otherwise, the log is at its place 7 and doesn't grow."""
    services.replies["follow_entries"] = [FollowEntriesResponse(next_after=7)] * 100
    return services


def asked(gateway):
    return gateway.services.named("follow_entries")[-1]


class TestAuditStream:
    async def test_from_now_on(self, gateway, as_operator, browse):
        """Without a place it begins at the end, and says where that is."""
        browser = browse(gateway.app, scope(as_operator, b"q=tenant%3Aacme&outcome=denied"))
        assert await browser.status == 200
        assert browser.headers[b"content-type"].startswith(b"text/event-stream")
        request = asked(gateway).request
        assert (request.after, request.q, request.outcome) == (None, "tenant:acme", "denied")
        assert asked(gateway).actor.email == "olga@dezky.localhost"

    @pytest.mark.parametrize(
        ("query", "last_id", "after"),
        [(b"after=3", "", 3), (b"after=3", "12", 12), (b"", "-1", -1)],
    )
    async def test_resumed(self, gateway, as_operator, browse, query, last_id, after):
        """Where a client was cut counts more than where it had begun."""
        headers = as_operator | ({"Last-Event-ID": last_id} if last_id else {})
        browser = browse(gateway.app, scope(headers, query))
        assert await browser.status == 200
        assert asked(gateway).request.after == after

    @pytest.mark.parametrize("last_id", ["seven", "--1", "1e3", "9" * 16, "٣"])
    async def test_no_such_place(self, gateway, as_operator, last_id):
        """An id that isn't this stream's is refused: nobody guesses what was missed."""
        headers = as_operator | {"Last-Event-ID": last_id.encode()}
        answer = await gateway.client.get("/audit/stream", headers=headers)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == "Last-Event-ID"

    async def test_refused_before_it_begins(self, gateway, as_operator):
        """What the audit service refuses is a problem, not a stream."""
        gateway.services.replies["follow_entries"] = []
        gateway.services.refusals["follow_entries"] = Malformed("no", reason="query_malformed")
        answer = await gateway.client.get("/audit/stream?q=actor:x", headers=as_operator)
        assert (answer.status_code, answer.json()["reason"]) == (422, "query_malformed")

    @pytest.mark.parametrize("query", ["limit=3", "waitSeconds=1", "nonsense=1"])
    async def test_not_of_this_route(self, gateway, as_operator, query):
        """What only the rpc takes isn't taken here."""
        answer = await gateway.client.get(f"/audit/stream?{query}", headers=as_operator)
        assert answer.status_code == 422

    async def test_members(self, gateway, as_member):
        """Who may not list entries may not follow them, and that leaves an entry."""
        answer = await gateway.client.get("/audit/stream", headers=as_member)
        assert (answer.status_code, answer.json()["reason"]) == (403, "tenant_admin_required")
        assert gateway.entries[-1]["resourceId"] == "GET /audit/stream"
        assert (await gateway.client.get("/audit/stream")).status_code == 401

    async def test_revoked(self, gateway, operator, as_operator, browse):
        """Within a second of losing the right, the stream is closed and says why."""
        browser = browse(gateway.app, scope(as_operator))
        assert await browser.status == 200
        await gateway.register.put(operator, "olga", platform_admin=False)
        name, data = await browser.next()
        assert name == "closed"
        assert b'"operator_revoked"' in data
        await browser.ended.wait()

    async def test_not_without_end(self, gateway, as_operator, browse):
        """One person follows the log in so many places; each that is left makes room."""
        browsers = [browse(gateway.app, scope(as_operator)) for _ in range(_MOST_EACH)]
        await asyncio.gather(*(browser.status for browser in browsers))
        answer = await gateway.client.get("/audit/stream", headers=as_operator)
        assert (answer.status_code, answer.json()["reason"]) == (429, "too_many_streams")
        await browsers[0].leave()
        assert await browse(gateway.app, scope(as_operator)).status == 200
