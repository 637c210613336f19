"""Cross-origin calls by scripts of the configured origins; there are no cookies to protect."""

from contracts.faults import Forbidden
from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response

from gateway.problems import problem_response

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
REQUEST_HEADERS = (
    "Authorization",
    "Content-Type",
    "Idempotency-Key",
    "If-Match",
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


class OriginRefused(Forbidden):
    """The script's origin is not configured, or it wants to send what is not allowed."""

    reason = "origin_refused"


class Cors(CORSMiddleware):
    """Starlette's, with its refusal told as a problem."""

    def preflight_response(self, request_headers: Headers) -> Response:
        """Answer a browser that asks first."""
        response = super().preflight_response(request_headers)
        if response.status_code < 400:  # noqa: PLR2004 - the first error status
            return response
        refused = problem_response(OriginRefused(bytes(response.body).decode()), request_id="")
        refused.headers["Vary"] = "Origin"
        return refused
