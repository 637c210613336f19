"""redis: PING is answered with PONG (RESP). Address: `redis://user:password@host:6379`."""

import asyncio
from urllib.parse import unquote

from health.probes.dialing import Dialer, split
from health.probes.failure import ProbeFailed
from health.probes.seen import Seen

_PORT = 6379


async def probe_redis(address: str, dialer: Dialer) -> Seen:
    """Log in where the address says how, then ping."""
    parts = split(address, scheme="redis", port=_PORT)
    is_tls = parts.scheme == "rediss"
    async with dialer.open(parts.hostname or "", parts.port or _PORT, is_tls=is_tls) as streams:
        if parts.password:
            names = [unquote(parts.username)] if parts.username else []
            await _command(*streams, "AUTH", *names, unquote(parts.password))
        answer = await _command(*streams, "PING")
        if answer != "+PONG":
            raise ProbeFailed(f"answered {answer[:100]} to PING")
        return Seen()


async def _command(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *words: str) -> str:
    """Send an array of bulk strings; return the simple answer."""
    encoded = [word.encode() for word in words]
    writer.write(b"*%d\r\n" % len(encoded))
    writer.write(b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in encoded))
    await writer.drain()
    answer = (await reader.readuntil(b"\r\n")).decode(errors="replace").strip()
    if answer.startswith("-"):
        raise ProbeFailed(answer[1:101])
    return answer
