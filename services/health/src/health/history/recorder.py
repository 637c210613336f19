"""Collects what was found, and writes it many at a time."""

import asyncio
from datetime import datetime

import structlog
from pymongo.errors import PyMongoError

from health.history.rules import Sample
from health.history.store import HistoryStore
from health.results.live import Live
from health.results.store import StateStore

log = structlog.get_logger()
# While the database is away: enough for an hour of a hundred targets, then the newest are lost.
_MOST_SAMPLES = 40_000


class Recorder:
    """Between two writes a crash loses what was found: that time is unknown then, never up."""

    def __init__(
        self, history: HistoryStore, states: StateStore, *, every_seconds: float = 5.0
    ) -> None:
        self._history = history
        self._states = states
        self._every_seconds = every_seconds
        self._samples: dict[str, list[Sample]] = {}
        self._changed: dict[str, Live] = {}
        self._count = 0

    def add(self, live: Live, sample: Sample) -> None:
        """Keep a finding until the next write."""
        self._changed[live.id] = live
        if self._count < _MOST_SAMPLES:
            self._samples.setdefault(live.id, []).append(sample)
            self._count += 1

    async def flush(self) -> None:
        """Write what has been collected; what can't be written waits for the next time."""
        samples, changed = self._samples, self._changed
        self._samples, self._changed, self._count = {}, {}, 0
        try:
            await self._states.put_all(changed.values())
            await self._history.add_all(samples)
        except PyMongoError as error:
            log.warning("history_waits", reason=str(error).split(",", 1)[0])
            self._take_back(samples, changed)

    async def run(self) -> None:
        """Write again and again; the last time when cancelled."""
        try:
            while True:
                await asyncio.sleep(self._every_seconds)
                await self.flush()
        finally:
            await self.flush()

    async def forget(self, now: datetime) -> None:
        """Remove what is too old."""
        await self._history.forget_all(now)

    def _take_back(self, samples: dict[str, list[Sample]], changed: dict[str, Live]) -> None:
        self._changed = changed | self._changed
        for target, rows in samples.items():
            self._samples[target] = rows + self._samples.get(target, [])
        self._count = sum(map(len, self._samples.values()))
