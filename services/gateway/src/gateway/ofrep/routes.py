"""The hand-written routes of OFREP."""

from collections.abc import Sequence
from dataclasses import replace

from contracts.flag.v1 import EVALUATE_FLAGS
from contracts.rpc import HttpRule
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from gateway.door import Door
from gateway.endpoints import Local, endpoint_of
from gateway.ofrep.evaluation import EVENTS, Ofrep
from gateway.ofrep.tickets import Tickets

_FLAGS = "/ofrep/v1/evaluate/flags"
# The stream's ticket is checked by itself: who has one, had a token.
_PUBLIC = ("public",)


def ofrep_routes(door: Door, *, secret: str) -> Sequence[Route]:
    """Return them."""
    ofrep = Ofrep(door, Tickets(secret))
    return [
        OfrepRoute(door, "POST", _FLAGS, ofrep.all),
        OfrepRoute(door, "POST", f"{_FLAGS}/{{key}}", ofrep.one),
        OfrepRoute(door, "GET", EVENTS, ofrep.events, access=_PUBLIC),
    ]


class OfrepRoute(Route):
    """A route whose limits, token, access and denials are those of every other."""

    def __init__(
        self,
        door: Door,
        method: str,
        path: str,
        local: Local,
        *,
        access: Sequence[str] = EVALUATE_FLAGS.access,
    ) -> None:
        super().__init__(path, _unused, methods=[method], name=path)
        rule = HttpRule(method=method, path=path, body="*" if method == "POST" else "")
        rpc = replace(EVALUATE_FLAGS, http=rule, access=tuple(access))
        endpoint = replace(endpoint_of(rpc, rule), local=local)

        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            await (await door.answer(scope, receive, endpoint))(scope, receive, send)

        self.app = answer


async def _unused(_request: object) -> None:
    raise NotImplementedError
