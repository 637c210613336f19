"""Cross-origin calls by scripts of the configured origins; there are no cookies to protect."""

from collections.abc import Sequence

from contracts.faults import Forbidden
from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp

from gateway.problems import problem_response

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
REQUEST_HEADERS = (
    "Authorization",
    "Content-Type",
    "Idempotency-Key",
    "If-Match",
    "If-None-Match",
    "Last-Event-ID",
    "Viewer-Token",
    "X-Request-Id",
    "traceparent",
    "tracestate",
)
ANSWER_HEADERS = (
    "ETag",
    "Location",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "X-Request-Id",
)


_ERRORS = 400


def cors(app: ASGIApp, *, origins: Sequence[str]) -> ASGIApp:
    """Let scripts of these origins call, and read what we answer."""
    return Cors(
        app,
        allow_origins=origins,
        allow_methods=METHODS,
        allow_headers=REQUEST_HEADERS,
        expose_headers=ANSWER_HEADERS,
        max_age=600,
    )


class OriginRefused(Forbidden):
    """The script's origin is not configured, or it wants to send what is not allowed."""

    reason = "origin_refused"


class Cors(CORSMiddleware):
    """Starlette's, with its refusal told as a problem."""

    def preflight_response(self, request_headers: Headers) -> Response:
        """Answer a browser that asks first."""
        response = super().preflight_response(request_headers)
        if response.status_code < _ERRORS:
            return response
        refused = problem_response(OriginRefused(bytes(response.body).decode()), request_id="")
        refused.headers["Vary"] = "Origin"
        return refused
