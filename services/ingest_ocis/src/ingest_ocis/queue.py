"""Reads oCIS' own event stream with a durable of our own, which disturbs no other reader."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from bus import Connection, ConsumerSpec, Delivery, Puller
from contracts.faults import Fault
from ingest import Position, UpstreamFailed

from ingest_ocis.envelope import NoEnvelope, unpack
from ingest_ocis.recorder import Recorder

_STREAM, _DURABLE = "main-queue", "dezky"
_BATCH = 200
_WAIT_SECONDS = 1.0


class Queue:
    """The stream keeps the place; what was not acknowledged is delivered again."""

    def __init__(self, connect: Callable[[], Awaitable[Connection]], recorder: Recorder) -> None:
        self._connect = connect
        self._recorder = recorder
        self._puller: Puller | None = None

    def rewind(self, cursor: dict[str, Any], since: datetime | None) -> dict[str, Any]:  # noqa: ARG002
        """Nothing to move: the durable's place is the stream's."""
        return cursor

    async def tick(self, position: Position) -> bool:
        """Take a batch, publish it, then acknowledge it; say whether there may be more."""
        try:
            puller = await self._opened()
            batch = await puller.fetch(_BATCH, timeout_seconds=_WAIT_SECONDS)
        except Fault as fault:
            self._puller = None
            raise UpstreamFailed("stream", f"oCIS' stream: {fault.detail}") from fault
        events = [event for delivery in batch if (event := self._event(delivery))]
        await self._recorder.record_events(events)
        for delivery in batch:
            await delivery.ack()
        await position.save()
        return bool(batch)

    async def _opened(self) -> Puller:
        if self._puller is None:
            line = await self._connect()
            await line.ensure_consumer(ConsumerSpec(_STREAM, _DURABLE))
            self._puller = await line.pull(_STREAM, _DURABLE)
        return self._puller

    def _event(self, delivery: Delivery) -> tuple[str, dict[str, Any]] | None:
        try:
            return unpack(delivery.payload)
        except NoEnvelope:
            self._recorder.skipped("no_envelope")
            return None
