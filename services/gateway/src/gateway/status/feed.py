"""Incidents and maintenance as RSS 2.0."""

from urllib.parse import quote

from contracts.health.v1 import GetPublicStatusResponse
from starlette.requests import Request
from starlette.types import ASGIApp

from gateway.status.showing import text
from gateway.status.templates import template
from gateway.status.words import headline


def show_feed(status: GetPublicStatusResponse, request: Request) -> ASGIApp:
    """Return the feed; an item's id changes with its state, so that readers tell of each."""
    host = request.headers.get("host", "localhost")
    tenant = request.path_params.get("tenant_slug", "")
    home = f"{request.url.scheme}://{quote(host, safe=':[]')}/status"
    if tenant:
        home += f"/{quote(tenant, safe='')}"
    body = template("status.rss.html").render(
        status=status, home=home, tenant=tenant, headline=headline(status)
    )
    return text(body, kind="application/rss+xml")
