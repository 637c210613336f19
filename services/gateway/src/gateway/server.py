"""The HTTP server: uvicorn, told to drain on SIGTERM and to end with 0."""

import asyncio
import math
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
import uvicorn
from starlette.types import ASGIApp

from gateway.settings import Settings

log = structlog.get_logger()


class Server(uvicorn.Server):
    """uvicorn raises the signal again after the drain: the exit code would tell of a crash."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop taking requests at the first signal, stop waiting for them at the second."""
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, self._stop)
        yield

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        """Listen, then say so."""
        await super().startup(sockets=sockets)  # type: ignore[arg-type]
        if self.started:
            log.info("ready", host=self.config.host, port=self.config.port)

    def _stop(self) -> None:
        self.force_exit = self.should_exit
        self.should_exit = True


def server(app: ASGIApp, settings: Settings) -> Server:
    """Return a server for the application; requests in flight have `drain_seconds` to end."""
    return Server(
        uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            loop="uvloop",
            lifespan="on",
            log_config=None,
            log_level="warning",
            access_log=False,
            # X-Forwarded-For is ours to judge: uvicorn's own would trust it from 127.0.0.1.
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=math.ceil(settings.drain_seconds),
        )
    )
