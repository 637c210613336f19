"""Shows an rpc's reply in another shape than JSON; everything before that is the pipeline's."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from contracts.message import Message
from contracts.rpc import AnyRpc, HttpRule
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from gateway.door import Door
from gateway.endpoints import ask_once, endpoint_of
from gateway.replies import Answer, ReplyWriter

# Gets the reply and the request's path; returns what answers.
Show = Callable[[Any, Request], ASGIApp]


class Shown(ReplyWriter):
    """Writes one reply to one request."""

    def __init__(self, show: Show, request: Request) -> None:
        self._show = show
        self._request = request

    def write(self, reply: Message | bytes) -> ASGIApp:  # type: ignore[override]
        """Return what answers."""
        return self._show(reply, self._request)


@dataclass(frozen=True, slots=True)
class Special:
    """A hand-written route of an rpc."""

    rpc: AnyRpc
    method: str
    path: str
    show: Show | None = None
    # Who may call it here; as the contract says when empty.
    access: tuple[str, ...] = ()
    body: str = ""


def special_route(special: Special, door: Door) -> Route:
    """Return the route: limits, token, access and time are those of every other."""
    rule = HttpRule(method=special.method, path=special.path, body=special.body, response_body="")
    rpc = replace(special.rpc, http=rule, access=special.access or special.rpc.access)
    endpoint = endpoint_of(rpc, rule)
    if special.show:
        # What is to be shown otherwise has to be read.
        endpoint = replace(endpoint, ask=partial(ask_once, rpc))

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        shown = endpoint
        if special.show:
            shown = replace(endpoint, writer=Shown(special.show, request))
        response = await door.answer(scope, receive, shown)
        await response(scope, receive, send)

    route = Route(special.path, _unused, methods=[special.method], name=special.path)
    route.app = answer
    return route


async def _unused(_request: Request) -> Any:
    raise NotImplementedError


def text(body: str, *, kind: str, headers: dict[str, str] | None = None) -> Answer:
    """Return a text as an answer."""
    encoded = body.encode()
    said = {"content-type": f"{kind}; charset=utf-8", "content-length": str(len(encoded))}
    pairs = {**said, **(headers or {})}
    return Answer(200, [(key.encode(), value.encode()) for key, value in pairs.items()], encoded)
