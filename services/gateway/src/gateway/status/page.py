"""The status page, its feed and its badges: no scripts, no CDN."""

from functools import cache
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from contracts.faults import NotFound
from contracts.health.v1 import GetPublicStatusResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.types import ASGIApp

from gateway.exchange import Exchange
from gateway.problems import problem_response
from gateway.security import page_policy
from gateway.status.showing import text

_FOLDER = Path(__file__).parent.parent / "pages"
WORDS = {
    "ok": "Up",
    "warn": "Slow",
    "bad": "Down",
    "unknown": "Unknown",
    "planned": "Planned",
    "not_configured": "Not configured",
}
_COLOURS = {"ok": "#1a7f37", "warn": "#9a6700", "bad": "#cf222e"}
_GREY = "#57606a"
_LETTER, _PADDING = 7, 10


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["moment"] = lambda at: f"{at:%Y-%m-%d %H:%M} UTC"
    environment.filters["rfc822"] = lambda at: f"{at:%a, %d %b %Y %H:%M:%S} GMT"
    return environment


def show_page(status: GetPublicStatusResponse, request: Request) -> ASGIApp:
    """Return the page; it asks to be read again every half minute."""
    style = (_FOLDER / "status.css").read_text(encoding="utf-8")
    groups = [
        (name, list(rows)) for name, rows in groupby(status.targets, key=lambda one: one.group)
    ]
    tenant = request.path_params.get("tenant_slug", "")
    body = (
        _environment()
        .get_template("status.html")
        .render(status=status, groups=groups, words=WORDS, style=style, tenant=tenant)
    )
    headers = {"content-security-policy": page_policy(style), "refresh": "30"}
    return text(body, kind="text/html", headers=headers)


def show_feed(status: GetPublicStatusResponse, request: Request) -> ASGIApp:
    """Return incidents as RSS 2.0."""
    host = request.headers.get("host", "localhost")
    home = f"{request.url.scheme}://{quote(host, safe=':[]')}/status"
    body = _environment().get_template("status.rss.html").render(status=status, home=home)
    return text(body, kind="application/rss+xml")


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
    words = WORDS.get(state, "Unknown").lower()
    left, right = (_PADDING + _LETTER * len(one) for one in (label, words))
    body = (
        _environment()
        .get_template("badge.svg.html")
        .render(label=label, words=words, left=left, right=right, colour=_COLOURS.get(state, _GREY))
    )
    return text(body, kind="image/svg+xml", headers={"cache-control": "public, max-age=30"})
