"""authentik's notification webhook: what it tells is recorded at once, and a poll follows."""

import hmac
import json
from collections.abc import Callable
from typing import Any

from contracts.faults import Fault
from ingest import body_of
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from ingest_authentik.recorder import Recorder

_LIMIT_BYTES = 1024 * 1024


def application(recorder: Recorder, *, secret: str, wake: Callable[[], None]) -> Starlette:
    """Authentik signs nothing: a header mapping sends `Authorization: Bearer <secret>`."""
    expected = f"Bearer {secret}".encode()

    async def receive(request: Request) -> JSONResponse:
        given = request.headers.get("authorization", "")
        if not hmac.compare_digest(given.encode(errors="replace"), expected):
            return JSONResponse({"detail": "The secret is missing or wrong."}, status_code=401)
        try:
            event = _event(await body_of(request, limit_bytes=_LIMIT_BYTES))
            if event is not None:
                await recorder.record([event])
        except Fault as fault:
            # authentik's task queue tries again.
            return JSONResponse({"detail": fault.detail}, status_code=fault.status)
        # The default body is only a summary: then the poll fetches the event itself.
        wake()
        return JSONResponse({"received": 0 if event is None else 1})

    return Starlette(routes=[Route("/ingest/authentik/webhook", receive, methods=["POST"])])


def _event(body: bytes) -> dict[str, Any] | None:
    """Return the whole event where the body mapping sends it."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None
    event = told.get("event", told) if isinstance(told, dict) else None
    is_whole = isinstance(event, dict) and {"pk", "action", "created"} <= event.keys()
    return event if is_whole else None
