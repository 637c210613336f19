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
        self._line: Connection | None = None
        self._puller: Puller | None = None

    async def close(self) -> None:
        """Let go of oCIS' bus."""
        if self._line is not None:
            await self._line.drain()

    def rewind(self, cursor: dict[str, Any], since: datetime | None) -> dict[str, Any]:  # noqa: ARG002
        """Nothing to move: the durable's place is the stream's."""
        return cursor

    async def tick(self, position: Position) -> bool:
        """Take a batch, publish it, then acknowledge it; say whether there may be more."""
        try:
            puller = await self._opened()
            batch = await puller.fetch(_BATCH, timeout_seconds=_WAIT_SECONDS)
        except Fault as fault:
            await self._forget()
            raise UpstreamFailed("stream", f"oCIS' stream: {fault.detail}") from fault
        events = [event for delivery in batch if (event := self._event(delivery))]
        try:
            await self._recorder.record_events(events)
        except Fault:
            for delivery in batch:
                await delivery.nak()
            raise
        for delivery in batch:
            await delivery.ack()
        await position.save()
        return bool(batch)

    async def _opened(self) -> Puller:
        if self._puller is None:
            # The line mends itself; what reads from it is opened anew.
            self._line = self._line or await self._connect()
            await self._line.ensure_consumer(ConsumerSpec(_STREAM, _DURABLE))
            self._puller = await self._line.pull(_STREAM, _DURABLE)
        return self._puller

    async def _forget(self) -> None:
        if self._puller is not None:
            await self._puller.close()
        self._puller = None

    def _event(self, delivery: Delivery) -> tuple[str, dict[str, Any]] | None:
        try:
            return unpack(delivery.payload)
        except NoEnvelope:
            self._recorder.skipped("no_envelope")
            return None
