"""The test button: one made-up entry, and whether it was taken."""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chassis import uuid7
from sinks import NotDelivered
from sinks.records import Record, Stream

_ACTION = "sink.tested"


@dataclass(frozen=True, slots=True)
class Probed:
    """How it went; `error` is empty when it was taken."""

    error: str
    milliseconds: int

    @property
    def outcome(self) -> str:
        """As entries have it."""
        return "failure" if self.error else "success"


async def probe(stream: Stream, *, now: datetime) -> Probed:
    """Send it; whatever the receiver says is an answer, not a fault."""
    began, error = time.perf_counter(), ""
    try:
        await stream.send([_sample(now)])
    except NotDelivered as refused:
        error = str(refused)
    return Probed(error, round(1000 * (time.perf_counter() - began)))


def _sample(now: datetime) -> Record:
    told: dict[str, Any] = {"id": uuid7(), "at": now.isoformat(), "action": _ACTION, "test": True}
    return Record(id=told["id"], index=None, type=_ACTION, at=now, outcome="success", data=told)
