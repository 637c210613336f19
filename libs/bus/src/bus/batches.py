"""Storing many messages with one commit: all or none, in their order (NATS ADR-50).

With `sync_interval: always` a stream's file is synced once for each message, but only once for a
batch: an acknowledged batch is as durable, and ten times as fast.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from contracts.faults import Fault

from bus import appending, headers, tracing
from bus.acknowledgements import read_commit
from bus.faults import BatchRefused, NobodyAnswered
from bus.messages import Appended, Incoming, Publication

# Opening a batch costs the server a few syncs.
_FEWEST = 8
# The server takes 1000, and holds what waits for its commit.
_MOST = 500
_MOST_BYTES = 4 * 1024 * 1024
# After this time the server forgets what was not committed.
_COMMIT_SECONDS = 10.0
_IN_FLIGHT = 64


class Line(Protocol):
    """The part of a connection that a batch needs."""

    async def publish(self, subject: str, payload: bytes, *, headers: Mapping[str, str]) -> None:
        """Send to whoever listens at this moment."""
        ...

    async def request(
        self, subject: str, payload: bytes, *, headers: Mapping[str, str], timeout_seconds: float
    ) -> Incoming:
        """Send and await one answer."""
        ...


async def append_batch(line: Line, publications: Sequence[Publication]) -> list[Appended]:
    """Store in one stream, one after the other; return once all are there.

    Raises the first refusal; safe to repeat with the same message ids. What the server doesn't take
    as a batch goes one by one: under its id nothing is stored twice.
    """
    named = [
        one if one.message_id else replace(one, message_id=uuid.uuid4().hex) for one in publications
    ]
    stored: list[Appended] = []
    for part in _parts(named):
        stored += await _append(line, part)
    return stored


async def _append(line: Line, part: Sequence[Publication]) -> list[Appended]:
    if len(part) >= _FEWEST:
        try:
            last = await _commit(line, part)
        except (BatchRefused, NobodyAnswered):
            # A commit whose acknowledgement was lost is refused for its known ids, too.
            pass
        else:
            first = last.sequence - len(part) + 1
            return [replace(last, sequence=first + place) for place in range(len(part))]
    results = await appending.append_many(line, part, in_flight=_IN_FLIGHT)
    for result in results:
        if isinstance(result, Fault):
            raise result
    return [result for result in results if isinstance(result, Appended)]


async def _commit(line: Line, part: Sequence[Publication]) -> Appended:
    shared = {headers.CONTENT_TYPE: headers.JSON, headers.BATCH_ID: uuid.uuid4().hex}
    with tracing.appending(f"batch {part[0].subject}", shared):
        for number, one in enumerate(part, start=1):
            carried = {
                **shared,
                **one.headers,
                headers.MESSAGE_ID: one.message_id,
                headers.BATCH_SEQUENCE: str(number),
            }
            if number < len(part):
                await line.publish(one.subject, one.payload, headers=carried)
        carried[headers.BATCH_COMMIT] = "1"
        answer = await line.request(
            one.subject, one.payload, headers=carried, timeout_seconds=_COMMIT_SECONDS
        )
    return read_commit(answer.payload, count=len(part))


def _parts(publications: Sequence[Publication]) -> Iterator[Sequence[Publication]]:
    """Cut into batches that a server holds at ease."""
    start = size = 0
    for place, one in enumerate(publications):
        if place - start == _MOST or (place > start and size + len(one.payload) > _MOST_BYTES):
            yield publications[start:place]
            start, size = place, 0
        size += len(one.payload)
    if start < len(publications):
        yield publications[start:]
