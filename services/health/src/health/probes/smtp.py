"""smtp: the banner, whether STARTTLS is offered, and with `?tls=verify` the certificate behind it.

Addresses: `mail.example.org:25`, `smtp://mail.example.org:587?tls=verify`, `smtps://…:465`.
"""

import asyncio
from typing import Any
from urllib.parse import parse_qs

from health.probes.dialing import Dialer, certificate_days, split
from health.probes.failure import ProbeFailed
from health.probes.seen import Seen

_PORTS = {"smtp": 25, "smtps": 465}
_MOST_LINES = 50


async def probe_smtp(address: str, dialer: Dialer) -> Seen:
    """Greet and leave without sending anything."""
    parts = split(address, scheme="smtp", port=_PORTS["smtp"])
    host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 25)
    is_tls = parts.scheme == "smtps"
    async with dialer.open(host, port, is_tls=is_tls) as (reader, writer):
        banner = (await _reply(reader, "220"))[0]
        offered = await _say(reader, writer, "EHLO health.dezky.invalid", "250")
        facts: dict[str, Any] = {"banner": banner, "starttls": "STARTTLS" in offered}
        if parse_qs(parts.query).get("tls") == ["verify"]:
            if not facts["starttls"]:
                raise ProbeFailed("STARTTLS isn't offered")
            await _say(reader, writer, "STARTTLS", "220")
            await dialer.upgrade(writer, host)
            await _say(reader, writer, "EHLO health.dezky.invalid", "250")
        if (days := certificate_days(writer)) is not None:
            facts["certificate_days"] = days
        await _say(reader, writer, "QUIT", "221")
        return Seen(facts=facts)


async def _say(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, line: str, code: str
) -> list[str]:
    writer.write(f"{line}\r\n".encode())
    await writer.drain()
    return await _reply(reader, code)


async def _reply(reader: asyncio.StreamReader, code: str) -> list[str]:
    """Return a reply's lines (RFC 5321 §4.2.1); refuse another code than the one hoped for."""
    lines: list[str] = []
    while len(lines) < _MOST_LINES:
        line = (await reader.readuntil(b"\n")).decode(errors="replace").strip()
        if not line.startswith(code):
            raise ProbeFailed(f"answered {line[:100]}")
        lines.append(line[4:])
        if line[3:4] != "-":
            return lines
    raise ProbeFailed("the reply never ends")
