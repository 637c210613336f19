"""nats-py's client with some of its ways changed, and what it reports, as log events."""

import asyncio
from collections.abc import Sequence
from typing import Any

import structlog
from nats import errors
from nats.aio.client import PING_PROTO, Client, Srv
from nats.protocol.parser import PERMISSIONS_ERR

log = structlog.get_logger()


class PersistentClient(Client):
    """Never gives up, and means it when it says that everything was sent."""

    async def _process_err(self, err_msg: str) -> None:
        """Reconnect after whatever error the server sends.

        nats-py closes for good on most of them, e.g. when a password changes meanwhile.
        """
        if PERMISSIONS_ERR in err_msg:
            await super()._process_err(err_msg)
            return
        error = errors.Error(f"nats: {err_msg.strip(chr(39))}")
        await self._error_cb(error)
        await self._process_op_err(error)

    async def publish_to_all(self, subjects: Sequence[str], payload: bytes) -> None:
        """Send the same to many subjects, in one piece.

        One `publish` each would take a tenth of what storing what they are about takes.
        """
        end = b" %d\r\n%b\r\n" % (len(payload), payload)
        await self._send_command(b"".join(b"PUB %b%b" % (one.encode(), end) for one in subjects))
        await self._flush_pending()

    async def _send_ping(self, future: asyncio.Future[Any] | None = None) -> None:
        """Send PING behind what waits to be sent.

        nats-py writes it at once, past everything buffered: then its `flush` proves nothing, and
        its `drain` ends before the server has heard of it and loses what comes until then.
        """
        self._pongs.append(future or asyncio.get_running_loop().create_future())
        await self._send_command(PING_PROTO)
        await self._flush_pending()

    async def _process_pong(self) -> None:
        """Let whoever asked have given up: nats-py would give up the line over it."""
        if self._pongs and self._pongs[0].done():
            self._pongs[0] = asyncio.get_running_loop().create_future()
        await super()._process_pong()

    async def _connect_to_server(self, s: Srv) -> None:
        """Close what a failed attempt left open: nats-py leaves it to the garbage collector."""
        if self._transport:
            self._transport.close()  # type: ignore[no-untyped-call]
        await super()._connect_to_server(s)

    async def close(self) -> None:
        """Close the line even when this is cancelled half-way: then nats-py takes it for done."""
        try:
            await super().close()
        finally:
            if self._transport:
                self._transport.close()  # type: ignore[no-untyped-call]


async def report(error: Exception) -> None:
    """Log what nats-py tells of: loudly what would else show as a mere time-out."""
    if PERMISSIONS_ERR in str(error).lower():
        log.error("bus_permission_violation", error=str(error))
    elif isinstance(error, errors.SlowConsumerError):
        log.error("bus_messages_dropped", subject=error.subject)
    else:
        # Refused attempts while the line is down: the transitions are logged, not each of them.
        log.debug("bus_error", error=str(error), kind=type(error).__name__)
