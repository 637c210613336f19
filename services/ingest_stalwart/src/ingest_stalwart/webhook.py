"""POST /ingest/stalwart/webhook: signed, bounded, and acknowledged once it is durable."""

from collections.abc import Awaitable, Callable, Sequence

import structlog
from contracts.faults import Fault
from ingest import Figures, body_of
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from ingest_stalwart.receiver import Receiver
from ingest_stalwart.signature import is_authorized, is_signed

log = structlog.get_logger()
LIMIT_BYTES = 8 * 1024 * 1024
_TRY_AGAIN = {"Retry-After": "1"}


class Webhook:
    """Stalwart repeats a batch until a 2xx, for five minutes: only what isn't ours is a 4xx."""

    def __init__(
        self,
        receiver: Receiver,
        figures: Figures,
        *,
        secrets: Sequence[str],
        credentials: str,
        is_paused: Callable[[], Awaitable[bool]],
    ) -> None:
        self._receiver = receiver
        self._figures = figures
        self._secrets = tuple(secrets)
        self._credentials = credentials
        self._is_paused = is_paused

    def application(self) -> Starlette:
        """Return what the listener serves."""
        return Starlette(
            routes=[Route("/ingest/stalwart/webhook", self._receive, methods=["POST"])]
        )

    async def _receive(self, request: Request) -> JSONResponse:
        try:
            body = await body_of(request, limit_bytes=LIMIT_BYTES)
            if not self._is_genuine(request, body):
                self._figures.signature_rejected()
                log.warning("ingest_signature_rejected", size_bytes=len(body))
                return JSONResponse({"detail": "The signature is missing or wrong."}, 401)
            if await self._is_paused():
                return JSONResponse({"detail": "The source is paused."}, 503, _TRY_AGAIN)
            return JSONResponse({"received": await self._receiver.receive(body)})
        except Fault as fault:
            self._figures.failed(fault.reason, fault.detail)
            return JSONResponse({"detail": fault.detail}, fault.status, _TRY_AGAIN)

    def _is_genuine(self, request: Request, body: bytes) -> bool:
        # Both are judged whatever the other says: the time tells nothing about either.
        signed = is_signed(body, request.headers.get("x-signature", ""), self._secrets)
        authorized = is_authorized(request.headers.get("authorization", ""), self._credentials)
        return signed and authorized
