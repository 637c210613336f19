"""Opens connections to checked addresses, and closes them whatever happens."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from urllib.parse import SplitResult, urlsplit

from sinks.guard import Guard

from health.probes.failure import ProbeFailed

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
# Nobody greets with more.
_LIMIT_BYTES = 64 * 1024
_DAY_SECONDS = 86400


class Dialer:
    """What every probe connects with."""

    def __init__(self, guard: Guard, *, tls: ssl.SSLContext, is_trusted: bool) -> None:
        self.guard = guard
        self.tls = tls
        self.is_trusted = is_trusted

    @asynccontextmanager
    async def open(self, host: str, port: int, *, is_tls: bool = False) -> AsyncIterator[Streams]:
        """Connect to the first of the host's addresses that answers."""
        reader, writer = await self._connect(host, port, is_tls=is_tls)
        try:
            yield reader, writer
        finally:
            # Aborted, not closed: a server that hangs must not hang us.
            writer.transport.abort()

    async def upgrade(self, writer: asyncio.StreamWriter, host: str) -> None:
        """Speak TLS from here on; the certificate must be the host's."""
        await writer.start_tls(self.tls, server_hostname=host)

    async def _connect(self, host: str, port: int, *, is_tls: bool) -> Streams:
        failure: OSError = OSError("the name has no address")
        for address in await self.guard.resolve(host, is_trusted=self.is_trusted):
            try:
                return await asyncio.open_connection(
                    address,
                    port,
                    limit=_LIMIT_BYTES,
                    ssl=self.tls if is_tls else None,
                    server_hostname=host if is_tls else None,
                )
            except ssl.SSLError:
                raise
            except OSError as error:
                failure = error
        raise failure


def split(address: str, *, scheme: str, port: int | None = None) -> SplitResult:
    """Take an address apart, with or without its scheme; it must name a host and a port."""
    parts = urlsplit(address if "://" in address else f"{scheme}://{address}")
    if not parts.hostname or (parts.port or port) is None:
        raise ProbeFailed(f"{address} is no {scheme} address: host:port is needed")
    return parts


def certificate_days(writer: asyncio.StreamWriter) -> float | None:
    """Return how many days the peer's certificate is still valid."""
    return days_left(writer.get_extra_info("ssl_object"))


def days_left(tls: ssl.SSLObject | None) -> float | None:
    """Return how many days a verified certificate is still valid."""
    shown = tls.getpeercert() if tls else None
    if not shown:
        return None
    expires = ssl.cert_time_to_seconds(str(shown["notAfter"]))
    return (expires - datetime.now(UTC).timestamp()) / _DAY_SECONDS
