"""Gives one sink everything behind its place, in order, for as long as it takes."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import structlog
from bus.backoff import Backoff
from chassis import Clock, Scope, now
from chassis.faults import database_deadline
from chassis.lease import LeaseLost
from contracts.audit.v1 import Entry
from sinks import NotDelivered
from sinks.records import Record, Stream

from audit.following.follower import Follower, Place
from audit.forwarding.documents import PlaceDocument, SinkDocument
from audit.forwarding.store import PlaceStore
from audit.query.selecting import selection_of

log = structlog.get_logger()
_EVERYTHING = Scope(None)
_BATCH = 200
_LARGEST_BATCH_BYTES = 512 * 1024
_BACKOFF = Backoff(first_seconds=1.0, ceiling_seconds=300.0)
_WAIT_SECONDS = 5.0
# Objects are for keeping: one each minute, not one for each entry.
_GATHERING = {"objects": 60.0}


class Forwarder:
    """At least once: what a sink took is noted afterwards, so a kill in between repeats it."""

    def __init__(
        self,
        sink: SinkDocument,
        stream: Stream,
        *,
        follower: Follower,
        places: PlaceStore,
        backoff: Backoff = _BACKOFF,
        gather_seconds: float | None = None,
        clock: Clock = now,
    ) -> None:
        self._sink = sink
        self._stream = stream
        self._follower = follower
        self._places = places
        self._backoff = backoff
        known = _GATHERING.get(sink.kind, 0.0)
        self._gather_seconds = known if gather_seconds is None else gather_seconds
        self._clock = clock

    async def run(self, epoch: int) -> None:
        """Forward until cancelled, or somebody else does."""
        with database_deadline():
            place = await self._places.claim_in_all(self._sink, epoch=epoch)
            if place is None:
                raise LeaseLost
            at = await self._follower.at(place.index)
        while True:
            asked = selection_of(self._sink.filter, now=self._clock())
            with database_deadline():
                reading = await self._follower.read(_EVERYTHING, asked, at, limit=_BATCH)
            for batch in batches(reading.entries):
                place = await self._deliver(place, [record_of(one) for one in batch])
            if reading.place.index > place.index:
                place = await self._advance(place, reading.place.index, delivered=0)
            at = reading.place
            if not reading.is_cut:
                await self._wait(at)

    async def _wait(self, at: Place) -> None:
        with database_deadline():
            grown = await self._follower.wait(at, seconds=_WAIT_SECONDS)
        if grown:
            await asyncio.sleep(self._gather_seconds)

    async def _deliver(self, place: PlaceDocument, records: Sequence[Record]) -> PlaceDocument:
        failures = place.failures
        while True:
            try:
                await self._stream.send(records)
            except NotDelivered as refused:
                failures += 1
                pause = max(refused.retry_after_seconds, self._backoff.delay(failures))
                await self._failed(place, refused, failures, pause)
                await asyncio.sleep(pause)
            else:
                last = records[-1].index
                return await self._advance(place, last or 0, delivered=len(records))

    async def _failed(
        self, place: PlaceDocument, refused: NotDelivered, failures: int, pause: float
    ) -> None:
        log.warning("sink_failed", sink_id=place.id, failures=failures, reason=str(refused))
        due = self._clock() + timedelta(seconds=pause)
        with database_deadline():
            is_ours = await self._places.fail_in_all(
                place, str(refused), failures=failures, next_attempt_at=due
            )
        if not is_ours:
            raise LeaseLost

    async def _advance(self, place: PlaceDocument, index: int, *, delivered: int) -> PlaceDocument:
        moment = self._clock()
        with database_deadline():
            is_ours = await self._places.advance_in_all(
                place, index, delivered=delivered, at=moment
            )
        if not is_ours:
            raise LeaseLost
        place.index = index
        place.failures = 0 if delivered else place.failures
        return place


def record_of(entry: Entry) -> Record:
    """Return what a sink is given of an entry: all that an operator sees."""
    return Record(
        id=entry.id,
        index=None if entry.index is None else int(entry.index),
        type=entry.action,
        at=entry.at,
        outcome=entry.outcome,
        data=entry.dump(),
    )


def batches(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Cut entries into parts that a receiver takes at once."""
    parts: list[list[Entry]] = []
    room = 0
    for entry in entries:
        size = len(entry.dump_json())
        if not parts or size > room:
            parts.append([])
            room = _LARGEST_BATCH_BYTES
        parts[-1].append(entry)
        room -= size
    return parts
