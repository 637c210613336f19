"""mongo: the server answers `hello`. Address: `mongodb://host:27017`."""

import asyncio
import struct
from typing import Any

import bson

from health.probes.dialing import Dialer, split
from health.probes.failure import ProbeFailed
from health.probes.seen import Seen

_PORT = 27017
_OP_MSG = 2013
_HEADER = struct.Struct("<iiii")
_LONGEST = 48_000
_SHOWN = ("isWritablePrimary", "setName", "secondary", "maxWireVersion", "readOnly")


async def probe_mongo(address: str, dialer: Dialer) -> Seen:
    """Send one OP_MSG; `hello` needs no login."""
    # The first of several hosts: each is a target of its own.
    first = address.split(",", 1)[0]
    parts = split(first, scheme="mongodb", port=_PORT)
    async with dialer.open(parts.hostname or "", parts.port or _PORT) as (reader, writer):
        sections = b"\0\0\0\0\0" + bson.encode({"hello": 1, "$db": "admin"})
        writer.write(_HEADER.pack(len(sections) + _HEADER.size, 1, 0, _OP_MSG) + sections)
        await writer.drain()
        answer = await _answer(reader)
    if answer.get("ok") != 1:
        raise ProbeFailed(str(answer.get("errmsg", "refused")))
    return Seen(facts={"body": {name: answer[name] for name in _SHOWN if name in answer}})


async def _answer(reader: asyncio.StreamReader) -> dict[str, Any]:
    length, _, _, kind = _HEADER.unpack(await reader.readexactly(_HEADER.size))
    if kind != _OP_MSG or not _HEADER.size + 5 < length <= _LONGEST:
        raise ProbeFailed("the answer isn't MongoDB's")
    sections = await reader.readexactly(length - _HEADER.size)
    try:
        return dict(bson.decode(sections[5:]))
    except bson.errors.BSONError as error:
        raise ProbeFailed("the answer isn't MongoDB's") from error
