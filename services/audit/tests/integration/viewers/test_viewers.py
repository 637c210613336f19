"""Viewer tokens: what they open, for how long, and what each use leaves."""

from datetime import timedelta

import pytest
from audit.viewers.history import ViewerHistory
from audit.viewers.service import ViewerService
from audit.viewers.store import ViewerTokenStore
from bus import acting_as
from chassis import AuditTrail, now
from contracts.audit.v1 import (
    ListViewerTokensRequest,
    RevokeViewerTokenRequest,
    ViewEntriesRequest,
)
from contracts.faults import Malformed, NotFound, Unauthenticated


@pytest.fixture
def view(viewers):
    """List by a token: tenant, action and actor of each entry."""

    async def view(token, **asked):
        found = await viewers.view_entries(ViewEntriesRequest(token=token, **asked))
        return sorted(
            (one.tenant_slug, one.action, one.actor_email.partition("@")[0]) for one in found.items
        )

    return view


@pytest.mark.usefixtures("entries")
class TestViewEntries:
    async def test_of_a_tenant(self, make, view):
        """Everything of the tenant, and nothing of another, whatever is asked for."""
        token = (await make()).token
        assert len(await view(token)) == 4
        assert {tenant for tenant, _, _ in await view(token)} == {"acme"}
        assert await view(token, q="tenant:globex") == []
        assert await view(token, q="action:invoice.paid actor:ann@acme.example") == [
            ("acme", "invoice.paid", "ann")
        ]

    async def test_of_a_person_or_an_action(self, make, view):
        """A narrower token shows what it is for, and no query widens it."""
        person = (await make(actor_email="Ann@acme.example")).token
        assert {actor for _, _, actor in await view(person)} == {"ann"}
        assert await view(person, q="actor:bob@acme.example") == []
        action = (await make(action="letter.*")).token
        assert {said for _, said, _ in await view(action)} == {"letter.sent"}
        assert await view(action, q="action:invoice.paid") == []

    async def test_pages(self, viewers, make):
        """A cursor goes on where a page ended."""
        token, seen, cursor = (await make()).token, [], None
        while True:
            asked = ViewEntriesRequest(token=token, limit=3, cursor=cursor)
            found = await viewers.view_entries(asked)
            seen += [one.id for one in found.items]
            cursor = found.next_cursor
            if cursor is None:
                break
        assert len(seen) == len(set(seen)) == 4

    async def test_each_use_is_told(self, timeline, make, view):
        """On the tenant's own timeline, before anything is shown; a refused one isn't a use."""
        made = await make()
        await timeline.published()
        await view(made.token)
        await view(made.token)
        with pytest.raises(Malformed):
            await view(made.token, q="nonsense:x")
        told = await timeline.published()
        assert [one.subject for one in told] == ["audit.audit.acme.viewer_token.used"] * 2
        assert all(made.viewer_token.id.encode() in one.payload for one in told)
        assert not any(made.token.encode() in one.payload for one in told)

    @pytest.mark.parametrize("token", [None, "", "view_unknown", "dezky_x"])
    async def test_refused(self, timeline, view, token):
        """What isn't a token opens nothing, and leaves nothing."""
        with pytest.raises(Unauthenticated) as refused:
            await view(token)
        assert refused.value.reason == "viewer_token_refused"
        assert await timeline.published() == []

    async def test_over(self, timeline, make):
        """After its time it opens nothing."""
        made = await make(minutes=5)
        later = ViewerService(
            ViewerTokenStore(timeline.chassis.outbox),
            None,
            ViewerHistory(AuditTrail("audit")),
            clock=lambda: now() + timedelta(minutes=5),
        )
        with pytest.raises(Unauthenticated):
            await later.view_entries(ViewEntriesRequest(token=made.token))

    async def test_revoked(self, viewers, make, view, operator):
        """Revoked, it opens nothing, and isn't listed."""
        made = await make()
        with acting_as(operator):
            listed = await viewers.list_viewer_tokens(ListViewerTokensRequest())
            assert listed.items == [made.viewer_token]
            await viewers.revoke_viewer_token(RevokeViewerTokenRequest(id=made.viewer_token.id))
            assert (await viewers.list_viewer_tokens(ListViewerTokensRequest())).items == []
        with pytest.raises(Unauthenticated):
            await view(made.token)


class TestCreateViewerToken:
    async def test_stored_as_a_hash(self, timeline, make):
        """The token is told once, and stored nowhere."""
        made = await make()
        assert made.token not in str(await timeline.database["viewer_tokens"].find_one({}))

    async def test_of_ones_own(self, viewers, make, member_of):
        """Who runs a tenant makes its tokens; others' tenants and tokens don't exist for them."""
        acme, globex = member_of(acme="admin"), member_of(globex="owner")
        made = await make(acme)
        with pytest.raises(NotFound):
            await make(globex)
        with acting_as(globex), pytest.raises(NotFound):
            await viewers.revoke_viewer_token(RevokeViewerTokenRequest(id=made.viewer_token.id))
