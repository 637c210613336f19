"""An own HTTP listener for upstreams that push."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
import uvicorn
from contracts.faults import TooLarge
from starlette.requests import Request
from starlette.types import ASGIApp

log = structlog.get_logger()
# Each may hold a body of the limit's size before anybody knows who sent it.
_MOST_REQUESTS = 32


class BodyTooLarge(TooLarge):
    """More than this listener takes."""

    reason = "body_too_large"


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals belong to the service that this listener is a part of."""
        yield


async def listen(app: ASGIApp, *, host: str, port: int, drain_seconds: int = 5) -> None:
    """Serve until cancelled, then let requests in flight end: they were not acknowledged yet."""
    server = _Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            lifespan="off",
            log_config=None,
            log_level="warning",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=drain_seconds,
            limit_concurrency=_MOST_REQUESTS,
        )
    )
    serving = asyncio.create_task(server.serve())
    try:
        await asyncio.shield(serving)
    finally:
        server.should_exit = True
        await asyncio.wait([serving])


async def body_of(request: Request, *, limit_bytes: int) -> bytes:
    """Read the exact bytes; refuse too many before they fill the memory."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > limit_bytes:
            raise BodyTooLarge(f"A body has at most {limit_bytes} bytes.")
        parts.append(part)
    return b"".join(parts)
