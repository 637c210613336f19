"""The stream of a viewer token: what it is for, until it is over (ADR 0099)."""

from hashlib import sha256

from bus import acting_as, within
from chassis import Clock, now
from contracts.audit.v1 import (
    FOLLOW_VIEWED,
    NOTE_VIEWING,
    FollowEntriesResponse,
    FollowViewedRequest,
    FollowViewedResponse,
    NoteViewingRequest,
    NoteViewingResponse,
)
from contracts.faults import Unauthenticated
from contracts.platform.v1 import Actor
from starlette.types import ASGIApp, Scope

from gateway.door import Door
from gateway.endpoints import Endpoint
from gateway.exchange import Exchange
from gateway.following.resuming import place_of
from gateway.following.streams import Streams

_PAGE = 100
_ANSWER_SECONDS = 10.0
# A page that many look at has one token.
_MOST_EACH = 100


class ViewerTokenOver(Unauthenticated):
    """Its time has come while somebody followed by it."""

    reason = "viewer_token_refused"


class Viewing:
    """Opens them: refused first, then noted as a use, then told."""

    def __init__(
        self, door: Door, endpoint: Endpoint, streams: Streams, *, clock: Clock = now
    ) -> None:
        self._door = door
        self._endpoint = endpoint
        self._streams = streams
        self._clock = clock

    async def events(self, scope: Scope, actor: Actor, _body: bytes) -> ASGIApp:
        """Read by the token each time: a revoked one ends its stream, as that is an entry too."""
        sent = Exchange.of(scope).sent
        asked = self._endpoint.reader.read(
            path=scope["path_params"], query=scope["query_string"], headers=sent, body=b""
        )
        request = FollowViewedRequest.model_validate(asked)
        request.limit = _PAGE
        place, token = place_of(request, sent), request.token or ""
        who = f"viewer token {sha256(token.encode()).hexdigest()}"
        self._streams.admit(who, most=_MOST_EACH)
        bus = self._door.opened().bus

        async def read(after: int | None) -> FollowEntriesResponse:
            request.after = after
            with acting_as(actor), within(_ANSWER_SECONDS):
                reply: FollowViewedResponse = await bus.call(FOLLOW_VIEWED, request)
            return FollowEntriesResponse(
                items=reply.items, next_after=reply.next_after, has_more=reply.has_more
            )

        first = await read(place)
        noting = NoteViewingRequest(token=token)
        noted: NoteViewingResponse = await bus.call(NOTE_VIEWING, noting)

        async def check() -> None:
            if self._clock() >= noted.expires_at:
                raise ViewerTokenOver("This viewer token is over.")

        return self._streams.opened(first, who=who, read=read, check=check)
