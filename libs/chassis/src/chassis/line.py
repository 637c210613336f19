"""Connects a service to the bus."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from bus import Connection, connect

from chassis.settings import Settings

log = structlog.get_logger()
_SILENT_SECONDS = 1.0
# Whoever started us knows how long to wait: ended early, the next start would wait again.
_PATIENCE_SECONDS = 10 * 365 * 86_400.0


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Connection]:
    """Give the service's connection; wait for the bus, and say so when it isn't there at once."""
    connecting = asyncio.create_task(
        connect(
            settings.nats_url,
            name=settings.service,
            # Permissions keep others from reading the answers to this service.
            inbox_prefix=f"_INBOX_{settings.service}",
            user=settings.nats_user,
            password=settings.nats_password,
            patience_seconds=_PATIENCE_SECONDS,
        )
    )
    try:
        done, _ = await asyncio.wait([connecting], timeout=_SILENT_SECONDS)
        if not done:
            log.warning("awaiting", needed="bus", reason="absent, or it refuses our credentials")
        connection = await connecting
    finally:
        connecting.cancel()
    try:
        yield connection
    finally:
        await connection.drain()
