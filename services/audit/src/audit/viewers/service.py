"""Viewer tokens: one method per rpc."""

from collections.abc import Sequence
from datetime import timedelta

from bus import current_actor
from chassis import Clock, OutboxEntry, Scope, as_contract, now, scope_of, uuid7
from chassis.moments import cursor_at
from chassis.pages import page_of
from contracts.audit import v1

from audit.paging import place_behind
from audit.rules import ROLES
from audit.store import EntryStore
from audit.viewers import rules
from audit.viewers.documents import ViewerTokenDocument
from audit.viewers.history import ViewerHistory
from audit.viewers.store import ViewerTokenStore

_PAGE, _MINUTES = 100, 60


class ViewerService(v1.ViewerService):
    """Who runs a tenant gives a part of its timeline away, and sees every look at it."""

    def __init__(
        self,
        store: ViewerTokenStore,
        entries: EntryStore,
        history: ViewerHistory,
        *,
        clock: Clock = now,
    ) -> None:
        self._store = store
        self._entries = entries
        self._history = history
        self._clock = clock

    async def create_viewer_token(
        self, request: v1.CreateViewerTokenRequest
    ) -> v1.CreateViewerTokenResponse:
        """Only its hash is stored: nobody can be told it again."""
        if not _scope().sees(request.tenant_slug):
            raise rules.TenantNotFound(f"There is no tenant {request.tenant_slug}.")
        moment, secret = self._clock(), rules.new_token()
        good = await self._store.good(Scope((request.tenant_slug,)), now=moment)
        if len(good) >= rules.MOST_EACH:
            raise rules.TooManyViewerTokens(f"{request.tenant_slug} has {len(good)} already.")
        token = ViewerTokenDocument(
            id=uuid7(),
            tenant_slug=request.tenant_slug,
            actor_email=(request.actor_email or "").lower(),
            action=request.action or "",
            created_at=moment,
            expires_at=moment + timedelta(minutes=request.minutes or _MINUTES),
            token_hash=rules.hashed(secret),
        )
        told = {"action": token.action, "expiresAt": token.expires_at.isoformat()}
        await self._store.insert_in_all(token, [self._history.of("created", token, told)])
        return v1.CreateViewerTokenResponse(viewer_token=_shown(token), token=secret)

    async def list_viewer_tokens(
        self, _request: v1.ListViewerTokensRequest
    ) -> v1.ListViewerTokensResponse:
        """Those of the tenants that the caller runs."""
        found = await self._store.good(_scope(), now=self._clock())
        return v1.ListViewerTokensResponse(items=[_shown(one) for one in found])

    async def revoke_viewer_token(
        self, request: v1.RevokeViewerTokenRequest
    ) -> v1.RevokeViewerTokenResponse:
        """From now on it opens nothing."""

        def decide(token: ViewerTokenDocument) -> Sequence[OutboxEntry]:
            token.is_revoked = True
            return [self._history.of("revoked", token)]

        token = await self._store.change(_scope(), request.id, decide)
        return v1.RevokeViewerTokenResponse(viewer_token=_shown(token))

    async def view_entries(self, request: v1.ViewEntriesRequest) -> v1.ViewEntriesResponse:
        """A query that makes no sense is no use: it is refused before that is noted."""
        moment, limit = self._clock(), request.limit or _PAGE
        asked, after = rules.asked_of(request, now=moment), place_behind(request.cursor)

        def decide(token: ViewerTokenDocument) -> Sequence[OutboxEntry]:
            return [self._history.of("used", token, {"page": after is not None})]

        token = await self._store.use_of_all(rules.hashed(request.token or ""), decide, now=moment)
        found = await self._entries.page(
            Scope((token.tenant_slug,)),
            rules.within(token, asked, now=moment),
            after=after,
            limit=limit + 1,
        )
        items, cursor = page_of(found, limit=limit, cursor=lambda last: cursor_at(last.at, last.id))
        return v1.ViewEntriesResponse(items=items, next_cursor=cursor)


def _scope() -> Scope:
    return scope_of(current_actor(), roles=ROLES)


def _shown(token: ViewerTokenDocument) -> v1.ViewerToken:
    return as_contract(v1.ViewerToken, token.storable())
