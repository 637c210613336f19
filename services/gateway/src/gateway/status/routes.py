"""The hand-written routes of health."""

from collections.abc import Sequence
from typing import Any

from contracts.health.v1 import (
    GET_METRICS,
    GET_PLATFORM_HEALTH,
    GET_PUBLIC_STATUS,
    RECORD_HEARTBEAT,
)
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp

from gateway.door import Door
from gateway.status.badge import show_badge
from gateway.status.feed import show_feed
from gateway.status.page import show_page
from gateway.status.showing import Special, special_route, text

_PUBLIC = ("public",)
_SCRAPER = "api_key:metrics:read"
_METRICS = "text/plain; version=0.0.4"


def status_routes(door: Door, *, metrics_access: str) -> Sequence[Route]:
    """Return them."""
    specials = (
        Special(GET_PUBLIC_STATUS, "GET", "/status", show_page),
        # Before the tenant's page: a slug has no dot.
        Special(GET_PUBLIC_STATUS, "GET", "/status/feed.rss", show_feed),
        Special(GET_PUBLIC_STATUS, "GET", "/status/{tenant_slug}", show_page),
        Special(GET_PUBLIC_STATUS, "GET", "/status/{tenant_slug}/feed.rss", show_feed),
        Special(GET_PUBLIC_STATUS, "GET", "/health/badges/{id}.svg", show_badge),
        Special(GET_PLATFORM_HEALTH, "GET", "/health/events", door.changes.show),
        Special(GET_METRICS, "GET", "/metrics", _show_metrics, access=(metrics_access, _SCRAPER)),
        Special(
            RECORD_HEARTBEAT, "POST", "/health/heartbeats/{id}/{key}", access=_PUBLIC, body="*"
        ),
    )
    return [special_route(special, door) for special in specials]


def _show_metrics(reply: Any, _request: Request) -> ASGIApp:
    return text(reply.text, kind=_METRICS)
