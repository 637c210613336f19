"""An upstream's POST: genuine, bounded, and acknowledged once it is durable."""

from collections.abc import Awaitable, Callable

import structlog
from contracts.faults import Fault
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from ingest.listener import body_of
from ingest.telemetry import Figures

log = structlog.get_logger()
LIMIT_BYTES = 8 * 1024 * 1024
_TRY_AGAIN = {"Retry-After": "1"}


class Webhook:
    """Upstreams repeat until a 2xx: only what isn't theirs is a 4xx."""

    def __init__(
        self,
        path: str,
        figures: Figures,
        *,
        is_genuine: Callable[[Request, bytes], bool],
        is_paused: Callable[[], Awaitable[bool]],
        receive: Callable[[Request, bytes], Awaitable[int]],
        limit_bytes: int = LIMIT_BYTES,
    ) -> None:
        """`receive` returns how many events there were, once every one is durable or counted."""
        self._path = path
        self._figures = figures
        self._is_genuine = is_genuine
        self._is_paused = is_paused
        self._take = receive
        self._limit_bytes = limit_bytes

    def application(self) -> Starlette:
        """Return what the listener serves."""
        return Starlette(routes=[Route(self._path, self._receive, methods=["POST"])])

    async def _receive(self, request: Request) -> JSONResponse:
        try:
            body = await body_of(request, limit_bytes=self._limit_bytes)
            if not self._is_genuine(request, body):
                self._figures.signature_rejected()
                log.warning("ingest_signature_rejected", size_bytes=len(body))
                return JSONResponse({"detail": "The signature is missing or wrong."}, 401)
            if await self._is_paused():
                return JSONResponse({"detail": "The source is paused."}, 503, _TRY_AGAIN)
            return JSONResponse({"received": await self._take(request, body)})
        except Fault as fault:
            self._figures.failed(fault.reason, fault.detail)
            return JSONResponse({"detail": fault.detail}, fault.status, _TRY_AGAIN)
