"""Syslog over TLS: RFC 5424 messages, framed as RFC 5425 has it."""

import asyncio
import json
import re
import ssl
from collections.abc import Sequence

from sinks.guard import AddressRefused, Guard
from sinks.records import Record, moment
from sinks.sink import NotDelivered

_SECONDS = 10.0
# RFC 5424 §6.2.1: facility 13 is "log audit"; severities are warning, notice, informational.
_FACILITY = 13
_SEVERITIES = {"failure": 4, "denied": 5, "success": 6}
_BOM = "\ufeff"
_LONGEST_MSGID = 32
_UNPRINTABLE = re.compile(r"[^\x21-\x7e]")
_SPECIAL = re.compile(r'(["\\\]])')
# RFC 5612: the number for those who have none.
_ELEMENT = "dezky@32473"


class Syslog:
    """Each batch has a connection of its own, and its end is the only receipt that TLS gives.

    Syslog acknowledges nothing: what is lost behind the receiver's TLS is out of our sight.
    """

    def __init__(
        self, host: str, port: int, *, guard: Guard, tls: ssl.SSLContext, seconds: float = _SECONDS
    ) -> None:
        self._host = host
        self._port = port
        self._guard = guard
        self._tls = tls
        self._seconds = seconds

    async def send(self, records: Sequence[Record]) -> None:
        """Write all of them, then end the connection in order."""
        frames = b"".join(framed(message(one)) for one in records)
        try:
            async with asyncio.timeout(self._seconds):
                await self._write(frames)
        except AddressRefused as refused:
            raise NotDelivered(str(refused)) from refused
        except ssl.SSLCertVerificationError as error:
            raise NotDelivered(f"the certificate isn't valid: {error.verify_message}") from error
        except (TimeoutError, OSError) as error:
            raise NotDelivered(type(error).__name__) from error

    async def _write(self, frames: bytes) -> None:
        addresses = await self._guard.resolve(self._host, is_trusted=False)
        _, writer = await asyncio.open_connection(
            addresses[0],
            self._port,
            ssl=self._tls,
            server_hostname=self._host,
            ssl_shutdown_timeout=self._seconds,
        )
        try:
            writer.write(frames)
            await writer.drain()
            writer.close()
            await writer.wait_closed()
        finally:
            writer.transport.abort()


def framed(text: bytes) -> bytes:
    """Count the octets in front (RFC 5425 §4.3)."""
    return b"%d %s" % (len(text), text)


def message(record: Record) -> bytes:
    """Write a record as RFC 5424 §6 has it; the message is the whole entry as JSON."""
    priority = _FACILITY * 8 + _SEVERITIES[record.outcome]
    # The whole type is among the data: only what RFC 5424 §6.2.7 has no room for is cut here.
    kind = _UNPRINTABLE.sub("", record.type)[:_LONGEST_MSGID] or "-"
    told = {"id": record.id, "index": record.index, "type": record.type, "outcome": record.outcome}
    data = " ".join(
        f'{name}="{_escaped(str(one))}"' for name, one in told.items() if one is not None
    )
    text = json.dumps(record.data, ensure_ascii=False)
    head = f"<{priority}>1 {moment(record.at)} - dezky - {kind}"
    return f"{head} [{_ELEMENT} {data}] {_BOM}{text}".encode()


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
