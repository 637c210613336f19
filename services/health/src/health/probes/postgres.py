"""postgres: the server takes a session as far as asking for a password."""

import struct
from urllib.parse import unquote

from health.probes.dialing import Dialer, split
from health.probes.failure import ProbeFailed
from health.probes.seen import Seen

_PORT = 5432
_VERSION_3 = 196608
_LONGEST = 8192
# Refusals of a server that works: wrong password, unknown role or database (SQLSTATE classes).
_ALIVE = ("28", "3D")


async def probe_postgres(address: str, dialer: Dialer) -> Seen:
    """Send a startup message (protocol 3.0); no password is needed or sent."""
    parts = split(address, scheme="postgres", port=_PORT)
    user = unquote(parts.username or "postgres")
    database = unquote(parts.path.strip("/") or "postgres")
    words = b"".join(word.encode() + b"\0" for word in ("user", user, "database", database))
    body = struct.pack("!I", _VERSION_3) + words + b"\0"
    async with dialer.open(parts.hostname or "", parts.port or _PORT) as (reader, writer):
        writer.write(struct.pack("!I", len(body) + 4) + body)
        await writer.drain()
        kind = await reader.readexactly(1)
        (length,) = struct.unpack("!I", await reader.readexactly(4))
        if kind not in b"RE" or not 4 <= length <= _LONGEST:  # noqa: PLR2004 - its own size
            raise ProbeFailed("the answer isn't PostgreSQL's")
        told = await reader.readexactly(length - 4)
    if kind == b"E":
        fields = {part[:1]: part[1:].decode(errors="replace") for part in told.split(b"\0")}
        if not fields.get(b"C", "").startswith(_ALIVE):
            raise ProbeFailed(fields.get(b"M", "refused"))
    return Seen()
