"""Badges: one target's state, or everything's, as a small SVG picture."""

from contracts.faults import NotFound
from contracts.health.v1 import GetPublicStatusResponse
from starlette.requests import Request
from starlette.types import ASGIApp

from gateway.exchange import Exchange
from gateway.problems import problem_response
from gateway.status.showing import text
from gateway.status.templates import template
from gateway.status.words import STATES

_COLOURS = {"ok": "#1a7f37", "warn": "#9a6700", "bad": "#cf222e"}
_GREY = "#57606a"
_LETTER, _PADDING = 7, 10


def show_badge(status: GetPublicStatusResponse, request: Request) -> ASGIApp:
    """Return a badge of one target, or of everything (platform)."""
    name = request.path_params["id"]
    if name == "platform":
        label, state = "platform", status.status
    else:
        found = next((one for one in status.targets if one.id == name), None)
        if found is None:
            fault = NotFound(f"There is no target {name}.", reason="target_not_found")
            return problem_response(fault, request_id=Exchange.of(request.scope).request_id)
        label, state = found.name, found.status
    words = STATES.get(state, "Unknown").lower()
    left, right = (_PADDING + _LETTER * len(one) for one in (label, words))
    body = template("badge.svg.html").render(
        label=label, words=words, left=left, right=right, colour=_COLOURS.get(state, _GREY)
    )
    return text(body, kind="image/svg+xml", headers={"cache-control": "public, max-age=30"})
