"""GET /audit/stream with a viewer token."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from chassis import now
from contracts.audit.v1 import FollowViewedResponse, NoteViewingResponse
from contracts.faults import Malformed, Unauthenticated
from gateway.following.viewing import _MOST_EACH

TOKEN = {"Viewer-Token": "view_abc"}


def scope(headers, query=b""):
    """Ask as a script does."""
    return {
        "type": "http",
        "method": "GET",
        "path": "/audit/stream",
        "raw_path": b"/audit/stream",
        "query_string": query,
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": ("203.0.113.9", 4711),
        "scheme": "http",
        "http_version": "1.1",
    }


@pytest.fixture
def services(services):
    """The token is good for an hour; the log is at its place 7 and doesn't grow."""
    services.replies["follow_viewed"] = [FollowViewedResponse(next_after=7)] * 200
    noted = NoteViewingResponse(expires_at=now() + timedelta(hours=1))
    services.replies["note_viewing"] = [noted] * 200
    return services


class TestViewing:
    async def test_by_the_token_alone(self, gateway, browse):
        """Nobody signs in: the token is asked about, and its use is noted once, before the rest."""
        browser = browse(gateway.app, scope(TOKEN, b"q=action%3Auser.*&after=3"))
        assert await browser.status == 200
        assert browser.headers[b"content-type"].startswith(b"text/event-stream")
        (read,), (noted,) = map(gateway.services.named, ("follow_viewed", "note_viewing"))
        assert (read.request.token, read.request.q, read.request.after) == (
            "view_abc",
            "action:user.*",
            3,
        )
        assert noted.request.token == "view_abc"
        assert (noted.actor.type, noted.actor.ip) == ("anonymous", "203.0.113.9")
        assert gateway.services.named("follow_entries") == []

    async def test_whoever_else_asks(self, gateway, as_operator, browse):
        """An operator who brings a token sees what that is for, and no more."""
        browser = browse(gateway.app, scope(as_operator | TOKEN))
        assert await browser.status == 200
        assert gateway.services.named("follow_entries") == []
        (noted,) = gateway.services.named("note_viewing")
        assert noted.actor.email == "olga@dezky.localhost"

    @pytest.mark.parametrize(
        "query",
        [
            "tenantSlug=globex",
            "tenant_slug=globex",
            "partnerSlug=p",
            "actorEmail=a@b.example",
            "action=user.*",
            "token=view_other",
            "Viewer-Token=view_other",
            "limit=3",
        ],
    )
    async def test_nothing_widens_it(self, gateway, query):
        """What a person may ask for isn't taken here, and leaves no use."""
        answer = await gateway.client.get(f"/audit/stream?{query}", headers=TOKEN)
        assert answer.status_code == 422
        assert gateway.services.named("note_viewing") == []

    async def test_in_the_address(self, gateway):
        """A token in the address is none: addresses end up in logs."""
        answer = await gateway.client.get("/audit/stream?viewerToken=view_abc")
        assert answer.status_code == 401

    @pytest.mark.parametrize(
        ("fault", "status"),
        [
            (Unauthenticated("no", reason="viewer_token_refused"), 401),
            (Malformed("no", reason="query_malformed"), 422),
        ],
    )
    async def test_refused_before_it_begins(self, gateway, fault, status):
        """A token that isn't good, or a query that makes no sense: a problem, and no use."""
        gateway.services.replies["follow_viewed"] = []
        gateway.services.refusals["follow_viewed"] = fault
        answer = await gateway.client.get("/audit/stream", headers=TOKEN)
        assert (answer.status_code, answer.json()["reason"]) == (status, fault.reason)
        assert gateway.services.named("note_viewing") == []

    async def test_not_noted(self, gateway):
        """Where the use can't be noted, nothing is shown."""
        gateway.services.replies["note_viewing"] = []
        gateway.services.refusals["note_viewing"] = Unauthenticated(
            "no", reason="viewer_token_refused"
        )
        answer = await gateway.client.get("/audit/stream", headers=TOKEN)
        assert (answer.status_code, answer.json()["reason"]) == (401, "viewer_token_refused")

    async def test_over(self, gateway, browse):
        """With the token's time the stream ends, and says why."""
        gateway.services.replies["note_viewing"] = [
            NoteViewingResponse(expires_at=datetime(2026, 1, 1, tzinfo=UTC))
        ]
        browser = browse(gateway.app, scope(TOKEN))
        assert await browser.status == 200
        name, data = await browser.next()
        assert (name, b'"viewer_token_refused"' in data) == ("closed", True)
        await browser.ended.wait()

    async def test_revoked(self, gateway, browse):
        """A read that is refused ends the stream: revoking makes the log longer, so it is read."""
        more = FollowViewedResponse(next_after=7, has_more=True)
        gateway.services.replies["follow_viewed"] = [more] * 1000
        browser = browse(gateway.app, scope(TOKEN))
        assert await browser.status == 200
        gateway.services.refusals["follow_viewed"] = Unauthenticated(
            "no", reason="viewer_token_refused"
        )
        name, data = await browser.next()
        assert (name, b'"viewer_token_refused"' in data) == ("closed", True)

    async def test_resumed(self, gateway, browse):
        """Where a client was cut counts more than where it had begun; coming again is a use."""
        for last_id in ("5", "6"):
            browser = browse(gateway.app, scope(TOKEN | {"Last-Event-ID": last_id}, b"after=3"))
            assert await browser.status == 200
        reads = [call.request.after for call in gateway.services.named("follow_viewed")]
        assert reads == [5, 6]
        assert len(gateway.services.named("note_viewing")) == 2

    async def test_not_without_end(self, gateway, browse):
        """One token is followed in so many places; another has places of its own."""
        browsers = [browse(gateway.app, scope(TOKEN)) for _ in range(_MOST_EACH)]
        await asyncio.gather(*(browser.status for browser in browsers))
        answer = await gateway.client.get("/audit/stream", headers=TOKEN)
        assert (answer.status_code, answer.json()["reason"]) == (429, "too_many_streams")
        other = browse(gateway.app, scope({"Viewer-Token": "view_other"}))
        assert await other.status == 200
