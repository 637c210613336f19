"""Following the log by a viewer token: one method per rpc."""

from collections.abc import Sequence

from chassis import Clock, OutboxEntry, Scope, now
from contracts.audit import v1

from audit.following.follower import Follower
from audit.viewers import rules
from audit.viewers.documents import ViewerTokenDocument
from audit.viewers.history import ViewerHistory
from audit.viewers.store import ViewerTokenStore

_PAGE = 100


class ViewingService(v1.ViewingService):
    """The token is the permission; whoever else asks, it shows what it is for."""

    def __init__(
        self,
        store: ViewerTokenStore,
        follower: Follower,
        history: ViewerHistory,
        *,
        clock: Clock = now,
    ) -> None:
        self._store = store
        self._follower = follower
        self._history = history
        self._clock = clock

    async def follow_viewed(self, request: v1.FollowViewedRequest) -> v1.FollowViewedResponse:
        """Nothing is noted: that was done when following began."""
        moment = self._clock()
        token = await self._store.good_of_all(rules.hashed(request.token or ""), now=moment)
        selection = rules.within(token, rules.asked_of(request, now=moment), now=moment)
        if request.after is None:
            place = await self._follower.now()
        else:
            place = await self._follower.at(request.after)
        reading = await self._follower.read(
            Scope((token.tenant_slug,)), selection, place, limit=request.limit or _PAGE
        )
        return v1.FollowViewedResponse(
            items=list(reading.entries), next_after=reading.place.index, has_more=reading.is_cut
        )

    async def note_viewing(self, request: v1.NoteViewingRequest) -> v1.NoteViewingResponse:
        """Before anything is shown."""

        def decide(token: ViewerTokenDocument) -> Sequence[OutboxEntry]:
            return [self._history.of("used", token, {"stream": True})]

        hashed, moment = rules.hashed(request.token), self._clock()
        token = await self._store.use_of_all(hashed, decide, now=moment)
        return v1.NoteViewingResponse(expires_at=token.expires_at)
