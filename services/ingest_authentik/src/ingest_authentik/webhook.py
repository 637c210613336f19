"""authentik's notification webhook: what it tells is recorded at once, and a poll follows."""

import hmac
from collections.abc import Awaitable, Callable
from typing import Any

from ingest import Figures, Webhook, read_json
from starlette.requests import Request

from ingest_authentik.recorder import Recorder

PATH = "/ingest/authentik/webhook"
_LIMIT_BYTES = 1024 * 1024


def webhook(
    recorder: Recorder,
    figures: Figures,
    *,
    secret: str,
    is_paused: Callable[[], Awaitable[bool]],
    wake: Callable[[], None],
) -> Webhook:
    """Authentik signs nothing: a header mapping sends `Authorization: Bearer <secret>`."""
    expected = f"Bearer {secret}".encode()

    def is_genuine(request: Request, _body: bytes) -> bool:
        given = request.headers.get("authorization", "")
        return hmac.compare_digest(given.encode(errors="replace"), expected)

    async def receive(_request: Request, body: bytes) -> int:
        event = _event(body)
        if event is not None:
            await recorder.record([event])
        # The default body is only a summary: then the poll fetches the event itself.
        wake()
        return 0 if event is None else 1

    return Webhook(
        PATH,
        figures,
        is_genuine=is_genuine,
        is_paused=is_paused,
        receive=receive,
        limit_bytes=_LIMIT_BYTES,
    )


def _event(body: bytes) -> dict[str, Any] | None:
    """Return the whole event where the body mapping sends it."""
    try:
        told = read_json(body)
    except ValueError:
        return None
    event = told.get("event", told) if isinstance(told, dict) else None
    is_whole = isinstance(event, dict) and {"pk", "action", "created"} <= event.keys()
    return event if is_whole else None
