"""nats: the server takes us and JetStream tells its account's figures."""

import asyncio
import json
from typing import Any
from urllib.parse import unquote

from health.probes.dialing import Dialer, split
from health.probes.failure import ProbeFailed
from health.probes.seen import Seen

_PORT = 4222
# The bus gives each service an inbox of its own name.
_INBOX = "_INBOX_health.probe"


async def probe_nats(address: str, dialer: Dialer) -> Seen:
    """Log in, ask `$JS.API.INFO`, leave."""
    parts = split(address.split(",", 1)[0], scheme="nats", port=_PORT)
    async with dialer.open(parts.hostname or "", parts.port or _PORT) as (reader, writer):
        greeting = await reader.readuntil(b"\r\n")
        if not greeting.startswith(b"INFO "):
            raise ProbeFailed("the greeting isn't NATS'")
        info = json.loads(greeting[5:])
        options = {"verbose": False, "headers": True, "no_responders": True, "name": "health-probe"}
        if parts.username:
            options["user"] = unquote(parts.username)
            options["pass"] = unquote(parts.password or "")
        writer.write(
            f"CONNECT {json.dumps(options)}\r\nSUB {_INBOX} 1\r\n"
            f"PUB $JS.API.INFO {_INBOX} 0\r\n\r\nPING\r\n".encode()
        )
        await writer.drain()
        account = await _account(reader)
    facts = {"version": info.get("version", ""), "jetstream": True, "body": account}
    return Seen(facts=facts)


async def _account(reader: asyncio.StreamReader) -> dict[str, Any]:
    while True:
        line = (await reader.readuntil(b"\r\n")).decode(errors="replace").strip()
        verb, *words = line.split(" ")
        if verb == "-ERR":
            raise ProbeFailed(line[5:].strip("'"))
        if verb == "HMSG":
            raise ProbeFailed("JetStream isn't enabled")
        if verb == "MSG":
            told = json.loads(await reader.readexactly(int(words[-1])))
            if "error" in told:
                raise ProbeFailed(f"JetStream: {told['error'].get('description', 'refused')}")
            return {name: told.get(name) for name in ("streams", "consumers", "storage", "memory")}
