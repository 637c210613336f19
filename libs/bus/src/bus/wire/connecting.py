"""Opening a connection to NATS."""

import asyncio
import random
from typing import Any

import structlog

from bus.faults import BusUnavailable
from bus.wire.connection import NatsConnection
from bus.wire.core import PersistentClient, report

log = structlog.get_logger()
# How long a publish may wait while more than 2 MB wait to be sent.
_FLUSH_SECONDS = 2.0


async def connect(
    url: str,
    *,
    name: str,
    inbox_prefix: str = "_INBOX",
    user: str = "",
    password: str = "",
    patience_seconds: float = 30.0,
) -> NatsConnection:
    """Connect; wait so long for a server that isn't there yet, then raise BusUnavailable.

    Once connected it reconnects for ever. Where permissions are set, `inbox_prefix` is the user's
    own, e.g. `_INBOX_tenant`.
    """
    client = PersistentClient()
    connection = NatsConnection(client)
    # Each process its own pace, so that a restarted server isn't hit by all at once.
    options: dict[str, Any] = {"reconnect_time_wait": random.uniform(0.1, 0.4)}  # noqa: S311
    if user:
        options |= {"user": user, "password": password}
    try:
        async with asyncio.timeout(patience_seconds):
            await client.connect(
                url,
                name=name,
                inbox_prefix=inbox_prefix,
                max_reconnect_attempts=-1,
                ping_interval=20,
                flush_timeout=_FLUSH_SECONDS,
                error_cb=report,
                disconnected_cb=connection.line_lost,
                reconnected_cb=connection.line_restored,
                **options,
            )
    except TimeoutError:
        await client.close()
        raise BusUnavailable(f"No bus at {_without_credentials(url)}.") from None
    except asyncio.CancelledError:
        await client.close()
        raise
    await connection.open()
    log.info("bus_connected", url=_without_credentials(url))
    return connection


def _without_credentials(url: str) -> str:
    scheme, separator, rest = url.rpartition("://")
    return f"{scheme}{separator}{rest.rpartition('@')[2]}"
