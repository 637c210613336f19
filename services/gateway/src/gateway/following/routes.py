"""The hand-written route of the audit log."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from bus import acting_as, within
from contracts.audit.v1 import (
    FOLLOW_ENTRIES,
    FOLLOW_VIEWED,
    FollowEntriesRequest,
    FollowEntriesResponse,
)
from contracts.platform.v1 import Actor
from contracts.rpc import AnyRpc, HttpRule
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from gateway.door import Door
from gateway.endpoints import Endpoint, endpoint_of
from gateway.exchange import Exchange
from gateway.following.resuming import place_of
from gateway.following.streams import Streams
from gateway.following.viewing import Viewing
from gateway.local_routes import LocalRoute
from gateway.requests import RequestReader

_RULE = HttpRule(method="GET", path="/audit/stream")
_VIEWER_TOKEN = "viewer-token"  # noqa: S105 - a header's name
_PAGE = 100
_ANSWER_SECONDS = 10.0
_MOST_EACH = 20


def following_routes(door: Door) -> Sequence[Route]:
    """Return it. Who brings a viewer token sees what that is for, whoever else they are."""
    streams = Streams(door)
    persons, viewers = _endpoint(FOLLOW_ENTRIES), _endpoint(FOLLOW_VIEWED, access=("public",))
    by_person = LocalRoute(door, replace(persons, local=Following(door, persons, streams).events))
    by_token = LocalRoute(door, replace(viewers, local=Viewing(door, viewers, streams).events))
    apps = by_token.app, by_person.app

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        has_token = Exchange.of(scope).sent.get(_VIEWER_TOKEN) is not None
        await apps[0 if has_token else 1](scope, receive, send)

    by_person.app = answer
    return [by_person]


def _endpoint(rpc: AnyRpc, *, access: tuple[str, ...] = ()) -> Endpoint:
    here = replace(rpc, http=_RULE, access=access or rpc.access)
    reader = RequestReader(here, _RULE, without=("limit", "wait_seconds"))
    return replace(endpoint_of(here, _RULE), reader=reader)


class Following:
    """Opens streams: what can be refused is, before one begins."""

    def __init__(self, door: Door, endpoint: Endpoint, streams: Streams) -> None:
        self._door = door
        self._endpoint = endpoint
        self._streams = streams

    async def events(self, scope: Scope, actor: Actor, _body: bytes) -> ASGIApp:
        """Read a first time, then go on as long as the caller may."""
        sent = Exchange.of(scope).sent
        asked = self._endpoint.reader.read(
            path=scope["path_params"], query=scope["query_string"], headers=sent, body=b""
        )
        request = FollowEntriesRequest.model_validate(asked)
        request.limit = _PAGE
        place = place_of(request, sent)
        self._streams.admit(actor.id, most=_MOST_EACH)
        pipeline = self._door.opened()
        check = partial(pipeline.still, scope, self._endpoint)

        async def read(after: int | None) -> FollowEntriesResponse:
            request.after = after
            with acting_as(await check()), within(_ANSWER_SECONDS):
                reply: FollowEntriesResponse = await pipeline.bus.call(FOLLOW_ENTRIES, request)
            return reply

        return self._streams.opened(await read(place), who=actor.id, read=read, check=check)
