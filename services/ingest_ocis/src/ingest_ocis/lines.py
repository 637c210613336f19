"""From bytes to lines, and how far that is safe to move on."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest import Skipped, read_json

CHUNK_BYTES = 256 * 1024
LONGEST_LINE_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Chunk:
    """Whole lines with the offset of each, and where the next chunk begins."""

    lines: tuple[tuple[int, bytes], ...]
    end: int
    skipping: bool = False
    too_long: bool = False


def begins(descriptor: int) -> bool:
    """Say whether the first line is whole, or can't be one: before that, any file looks like it."""
    head = os.pread(descriptor, CHUNK_BYTES, 0)
    if b"\n" in head or len(head) < CHUNK_BYTES:
        return b"\n" in head
    rest = os.pread(descriptor, LONGEST_LINE_BYTES - CHUNK_BYTES, CHUNK_BYTES)
    return b"\n" in rest or len(head) + len(rest) == LONGEST_LINE_BYTES


def read(descriptor: int, *, offset: int, skipping: bool, to_the_end: bool = False) -> Chunk:
    """Read whole lines from `offset`; a line without its newline stays for later.

    `to_the_end`: nothing will be appended any more, so the rest is a line as well.
    """
    data = os.pread(descriptor, CHUNK_BYTES, offset)
    if b"\n" not in data and len(data) == CHUNK_BYTES:
        data += os.pread(descriptor, LONGEST_LINE_BYTES - CHUNK_BYTES, offset + CHUNK_BYTES)
    end = data.rfind(b"\n") + 1
    if end == 0 and len(data) >= LONGEST_LINE_BYTES:
        return _without_newline(data, offset=offset, skipping=skipping)
    if end == 0 and to_the_end:
        end = len(data)
    found = tuple(_split(data[:end], offset))
    if skipping and not found:
        return Chunk((), offset, skipping=True)
    return Chunk(found[1:] if skipping else found, offset + end)


def _without_newline(data: bytes, *, offset: int, skipping: bool) -> Chunk:
    """Pass over a hole of NULs that a truncation left; what else is so long is no line."""
    nuls = len(data) - len(data.lstrip(b"\0"))
    if nuls and not skipping:
        return Chunk((), offset + nuls)
    return Chunk((), offset + len(data), skipping=True, too_long=not skipping)


def _split(data: bytes, offset: int) -> Iterator[tuple[int, bytes]]:
    for line in data.splitlines(keepends=True) if b"\r" not in data else _by_newline(data):
        yield offset, line
        offset += len(line)


def _by_newline(data: bytes) -> Iterator[bytes]:
    # bytes.splitlines takes a lone carriage return for a line's end.
    *whole, rest = data.split(b"\n")
    for line in whole:
        yield line + b"\n"
    if rest:
        yield rest


def parse(line: bytes) -> dict[str, Any] | Skipped | None:
    """Return the event of a line, why it has none, or None for a blank one."""
    text = line.strip(b"\0\r\n\t ")
    if not text:
        return Skipped("nul") if b"\0" in line else None
    try:
        event = read_json(text)
    except ValueError:
        return Skipped("junk")
    if not isinstance(event, dict) or "Action" not in event or "Message" not in event:
        # Where a container's whole output is collected, other services' lines stand in between.
        return Skipped("no_audit_line")
    return event
