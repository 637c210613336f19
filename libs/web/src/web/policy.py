"""What browsers may do with our pages, and how each request is told apart in logs."""

import re
import time
import uuid
from urllib.parse import urlsplit

import structlog
from bus import answering
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger()
_SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")
_QUIET = ("/static/", "/health")


def content_policy(*, issuer: str) -> str:
    """Return the Content-Security-Policy: no inline script or style, nothing from elsewhere.

    The issuer stands in form-action: Chromium applies that to the redirect after sign-out too.
    """
    parts = urlsplit(issuer)
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; font-src 'self'; manifest-src 'self'; "
        f"form-action 'self' {parts.scheme}://{parts.netloc}; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


class Edge:
    """The outermost layer: request id, security headers, one log line."""

    def __init__(self, app: ASGIApp, *, policy: str, is_secure: bool) -> None:
        self._app = app
        self._headers = {
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
        }
        if is_secure:
            self._headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on everything but HTTP as it is."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if _SANE.fullmatch(given) else str(uuid.uuid4())
        state = scope.setdefault("state", {})
        state["request_id"], state["started_at"] = request_id, time.perf_counter()

        has_answered = False

        async def told(message: Message) -> None:
            nonlocal has_answered
            if message["type"] == "http.response.start":
                has_answered = True
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = request_id
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                # Pages are a person's own: the back button after sign-out shows nothing.
                headers.setdefault("Cache-Control", "no-store")
                self._note(scope, int(message["status"]), state["started_at"])
            await send(message)

        with answering(request_id):
            try:
                await self._app(scope, receive, told)
            except Exception:
                # Answered and logged in refusals.py; the framework raises it once more.
                if not has_answered:
                    raise

    def _note(self, scope: Scope, status: int, started_at: float) -> None:
        if scope["path"].startswith(_QUIET):
            return
        milliseconds = round((time.perf_counter() - started_at) * 1000, 1)
        # Without the query: it may hold a sign-in's code, or a person's address.
        log.info(
            "request",
            method=scope["method"],
            path=scope["path"],
            status=status,
            milliseconds=milliseconds,
        )
