"""Following the log by a viewer token."""

from datetime import timedelta

import pytest
from audit.viewers.history import ViewerHistory
from audit.viewers.store import ViewerTokenStore
from audit.viewers.viewing import ViewingService
from bus import Client, acting_as
from chassis import AuditTrail, now
from contracts.audit.v1 import (
    FollowViewedRequest,
    NoteViewingRequest,
    RevokeViewerTokenRequest,
    ViewingServiceClient,
)
from contracts.faults import Malformed, Unauthenticated


@pytest.fixture
def viewing(timeline):
    return ViewingServiceClient(Client(timeline.connection))


@pytest.fixture
def follow(viewing):
    """Read the whole log by a token, a few at a time: tenant, action and actor of each entry."""

    async def follow(token, **asked):
        found, after = [], -1
        while True:
            request = FollowViewedRequest(token=token, after=after, limit=2, **asked)
            reply = await viewing.follow_viewed(request)
            found += reply.items
            after = reply.next_after
            if not reply.has_more:
                break
        assert [one.index for one in found] == sorted({one.index for one in found})
        return [(one.tenant_slug, one.action, one.actor_email.partition("@")[0]) for one in found]

    return follow


@pytest.fixture
async def log(timeline, entries):
    """Let all of them be sealed."""
    del entries
    await timeline.sealed()


@pytest.mark.usefixtures("log")
class TestFollowViewed:
    async def test_of_a_tenant(self, make, follow):
        """Everything of the tenant once, in the log's order, and nothing of another."""
        token = (await make()).token
        assert await follow(token) == [
            ("acme", action, person)
            for action in ("invoice.paid", "letter.sent")
            for person in ("ann", "bob")
        ]

    @pytest.mark.parametrize(
        "query",
        ["tenant:globex", "-tenant:acme", "tenant:globex,acme action:invoice.*", "source:billing"],
    )
    async def test_not_of_another(self, make, follow, query):
        """No query shows another tenant's."""
        told = await follow((await make()).token, q=query)
        assert {tenant for tenant, _, _ in told} <= {"acme"}

    @pytest.mark.parametrize(
        ("grant", "query"),
        [
            ({"actor_email": "Ann@acme.example"}, "actor:bob@acme.example"),
            ({"actor_email": "ann@acme.example"}, "-actor:ann@acme.example"),
            ({"action": "letter.*"}, "action:invoice.paid"),
            ({"action": "letter.sent"}, "-action:letter.sent"),
        ],
    )
    async def test_narrower(self, make, follow, grant, query):
        """A token for a person or an action shows that, and no query widens it."""
        token = (await make(**grant)).token
        assert len(await follow(token)) == 2
        assert await follow(token, q=query) == []

    async def test_from_now_on(self, timeline, viewing, make):
        """Without a place it begins at the end of the log, and goes on from there."""
        token = (await make()).token
        begun = await viewing.follow_viewed(FollowViewedRequest(token=token))
        assert (begun.items, begun.next_after, begun.has_more) == ([], 7, False)
        await timeline.record(timeline.delivery("audit.billing.acme.invoice.paid"))
        await timeline.sealed()
        asked = FollowViewedRequest(token=token, after=begun.next_after)
        (entry,) = (await viewing.follow_viewed(asked)).items
        assert (entry.index, entry.tenant_slug) == (8, "acme")

    async def test_no_such_place(self, viewing, make):
        """A place that the log hasn't come to, or a query that makes no sense, is refused."""
        token = (await make()).token
        for asked in ({"after": 99}, {"q": "nonsense:x"}):
            with pytest.raises(Malformed):
                await viewing.follow_viewed(FollowViewedRequest(token=token, **asked))

    @pytest.mark.parametrize("token", [None, "", "view_unknown", "dezky_x"])
    async def test_refused(self, viewing, token):
        """What isn't a token opens nothing."""
        with pytest.raises(Unauthenticated) as refused:
            await viewing.follow_viewed(FollowViewedRequest(token=token))
        assert refused.value.reason == "viewer_token_refused"

    async def test_revoked(self, viewers, make, follow, operator):
        """Revoked between two reads, it reads no more."""
        made = await make()
        assert len(await follow(made.token)) == 4
        with acting_as(operator):
            await viewers.revoke_viewer_token(RevokeViewerTokenRequest(id=made.viewer_token.id))
        with pytest.raises(Unauthenticated):
            await follow(made.token)

    async def test_over(self, timeline, make):
        """After its time it reads nothing, and can't be used anew."""
        made = await make(minutes=5)
        later = ViewingService(
            ViewerTokenStore(timeline.chassis.outbox),
            None,
            ViewerHistory(AuditTrail("audit")),
            clock=lambda: now() + timedelta(minutes=5),
        )
        with pytest.raises(Unauthenticated):
            await later.follow_viewed(FollowViewedRequest(token=made.token))
        with pytest.raises(Unauthenticated):
            await later.note_viewing(NoteViewingRequest(token=made.token))


class TestNoteViewing:
    async def test_told(self, timeline, viewing, make, follow):
        """A use is an entry of the tenant's timeline; reading on by it leaves none."""
        made = await make()
        await timeline.published()
        reply = await viewing.note_viewing(NoteViewingRequest(token=made.token))
        assert reply.expires_at == made.viewer_token.expires_at
        for _ in range(3):
            await follow(made.token)
        (told,) = await timeline.published()
        assert told.subject == "audit.audit.acme.viewer_token.used"
        assert made.viewer_token.id.encode() in told.payload
        assert made.token.encode() not in told.payload

    async def test_refused(self, timeline, viewing):
        """What isn't a token leaves nothing."""
        with pytest.raises(Unauthenticated):
            await viewing.note_viewing(NoteViewingRequest(token="view_unknown"))
        assert await timeline.published() == []
