"""The hand-written route of the audit log."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from bus import acting_as, within
from contracts.audit.v1 import FOLLOW_ENTRIES, FollowEntriesRequest, FollowEntriesResponse
from contracts.faults import Malformed, TooManyRequests
from contracts.message import Message
from contracts.platform.v1 import Actor, FieldError
from contracts.rpc import HttpRule
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from gateway.door import Door
from gateway.endpoints import Endpoint, endpoint_of
from gateway.exchange import Exchange
from gateway.following.pulse import Pulse
from gateway.following.stream import EntryStream
from gateway.local_routes import LocalRoute
from gateway.requests import RequestReader

_RULE = HttpRule(method="GET", path="/audit/stream")
_RESUMED = "last-event-id"
_PLACE = re.compile(r"-1|[0-9]{1,15}")
_PAGE = 100
_ANSWER_SECONDS = 10.0
_MOST_EACH = 20


class TooManyStreams(TooManyRequests):
    """One person follows the log in as many places as they may."""

    reason = "too_many_streams"


def following_routes(door: Door) -> Sequence[Route]:
    """Return it."""
    reader = RequestReader(FOLLOW_ENTRIES, _RULE, without=("limit", "wait_seconds"))
    endpoint = replace(endpoint_of(FOLLOW_ENTRIES, _RULE), reader=reader)
    return [LocalRoute(door, replace(endpoint, local=Following(door, endpoint).events))]


class Following:
    """Opens streams: what can be refused is, before one begins."""

    def __init__(self, door: Door, endpoint: Endpoint) -> None:
        self._door = door
        self._endpoint = endpoint
        self._pulse: Pulse | None = None
        self._open: Counter[str] = Counter()

    async def events(self, scope: Scope, actor: Actor, _body: bytes) -> ASGIApp:
        """Read a first time, then go on as long as the caller may."""
        sent = Exchange.of(scope).sent
        asked = self._endpoint.reader.read(
            path=scope["path_params"], query=scope["query_string"], headers=sent, body=b""
        )
        request = _resumed(asked, sent.get(_RESUMED, ""))
        if self._open[actor.id] >= _MOST_EACH:
            raise TooManyStreams(f"You follow the log {_MOST_EACH} times already.")
        pipeline = self._door.opened()
        check = partial(pipeline.still, scope, self._endpoint)

        async def read(after: int | None) -> FollowEntriesResponse:
            request.after = after
            with acting_as(await check()), within(_ANSWER_SECONDS):
                reply: FollowEntriesResponse = await pipeline.bus.call(FOLLOW_ENTRIES, request)
            return reply

        self._pulse = self._pulse or Pulse(pipeline.bus)
        stream = EntryStream(await read(request.after), read=read, check=check, pulse=self._pulse)
        return self._counted(stream, actor.id)

    def _counted(self, stream: EntryStream, who: str) -> ASGIApp:
        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            self._open[who] += 1
            try:
                await stream(scope, receive, send)
            finally:
                self._open[who] -= 1
                self._open += Counter()

        return answer


def _resumed(asked: Message, last_event_id: str) -> FollowEntriesRequest:
    """Return what is asked; where a client was cut counts more than where it had begun."""
    request = FollowEntriesRequest.model_validate(asked)
    request.limit = _PAGE
    if not last_event_id:
        return request
    if not _PLACE.fullmatch(last_event_id):
        message = "should be the id of an event of this stream"
        raise Malformed(
            "This stream has no such place.",
            errors=[FieldError(field="Last-Event-ID", message=message)],
        )
    request.after = int(last_event_id)
    return request
