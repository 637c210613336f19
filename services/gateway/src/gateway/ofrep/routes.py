"""The hand-written routes of OFREP."""

from collections.abc import Sequence
from dataclasses import replace

from contracts.flag.v1 import EVALUATE_FLAGS
from contracts.rpc import HttpRule
from starlette.routing import Route

from gateway.door import Door
from gateway.endpoints import Endpoint, Local, endpoint_of
from gateway.local_routes import LocalRoute
from gateway.ofrep.evaluation import EVENTS, Ofrep
from gateway.ofrep.tickets import Tickets

_FLAGS = "/ofrep/v1/evaluate/flags"
# The stream's ticket is checked by itself: who has one, had a token.
_PUBLIC = ("public",)


def ofrep_routes(door: Door, *, secret: str) -> Sequence[Route]:
    """Return them."""
    ofrep = Ofrep(door, Tickets(secret))
    return [
        LocalRoute(door, _endpoint("POST", _FLAGS, ofrep.all)),
        LocalRoute(door, _endpoint("POST", f"{_FLAGS}/{{key}}", ofrep.one)),
        LocalRoute(door, _endpoint("GET", EVENTS, ofrep.events, access=_PUBLIC)),
    ]


def _endpoint(
    method: str, path: str, local: Local, *, access: Sequence[str] = EVALUATE_FLAGS.access
) -> Endpoint:
    rule = HttpRule(method=method, path=path, body="*" if method == "POST" else "")
    rpc = replace(EVALUATE_FLAGS, http=rule, access=tuple(access))
    return replace(endpoint_of(rpc, rule), local=local)
