"""Opening a connection to NATS."""

import asyncio
import random

import structlog
from nats import errors

from bus.backoff import Backoff
from bus.faults import BusUnavailable
from bus.waiting import mend_wait_for
from bus.wire.connection import NatsConnection
from bus.wire.core import PersistentClient, report

log = structlog.get_logger()
_BACKOFF = Backoff(first_seconds=0.1, ceiling_seconds=2.0)
# How long a publish may wait while more than 2 MB wait to be sent.
_FLUSH_SECONDS = 2.0
_PING_SECONDS = 20


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
    mend_wait_for()
    clock = asyncio.get_running_loop().time
    give_up_at = clock() + patience_seconds
    for delay in _BACKOFF.delays():
        client = PersistentClient()
        connection = NatsConnection(client)
        try:
            await _attempt(client, connection, url, name, inbox_prefix, user, password)
            await connection.open()
            _raise_if_cancelled()
        except (OSError, errors.Error, TimeoutError):
            await client.close()
        except asyncio.CancelledError:
            await client.close()
            raise
        else:
            log.info("bus_connected", url=_without_credentials(url))
            return connection
        _raise_if_cancelled()
        if clock() + delay >= give_up_at:
            break
        await asyncio.sleep(delay)
    raise BusUnavailable(f"No bus at {_without_credentials(url)}.")


async def _attempt(
    client: PersistentClient,
    connection: NatsConnection,
    url: str,
    name: str,
    inbox_prefix: str,
    user: str,
    password: str,
) -> None:
    """Try once: nats-py's own tries have no end, and swallow the cancellation of a time-out."""
    await client.connect(
        url,
        name=name,
        inbox_prefix=inbox_prefix,
        user=user or None,
        password=password or None,
        allow_reconnect=False,
        max_reconnect_attempts=1,
        reconnect_time_wait=0,
        ping_interval=_PING_SECONDS,
        flush_timeout=_FLUSH_SECONDS,
        error_cb=report,
        disconnected_cb=connection.line_lost,
        reconnected_cb=connection.line_restored,
    )
    client.options |= {
        "allow_reconnect": True,
        "max_reconnect_attempts": -1,
        # Each process its own pace, so that a restarted server isn't hit by all at once.
        "reconnect_time_wait": random.uniform(0.1, 0.4),  # noqa: S311
    }


def _raise_if_cancelled() -> None:
    """Raise what nats-py may have swallowed."""
    if (task := asyncio.current_task()) and task.cancelling():
        raise asyncio.CancelledError


def _without_credentials(url: str) -> str:
    scheme, separator, rest = url.rpartition("://")
    return f"{scheme}{separator}{rest.rpartition('@')[2]}"
