"""When each target is probed: a heap of due times, one task for each probe."""

import asyncio
import heapq
import time
import zlib
from collections import Counter
from collections.abc import Awaitable, Callable

from chassis.ending import end

from health.results.board import Board
from health.targets.rules import Definition

Probe = Callable[[Definition], Awaitable[object]]
Owns = Callable[[str], bool]
# New targets begin within their interval, few of them at once.
_SPREAD_SECONDS_EACH = 0.01
_LONGEST_WAIT_SECONDS = 0.25
_FULL_CIRCLE = 2**32


class Lateness:
    """How late probes began, counted by the millisecond."""

    def __init__(self) -> None:
        self._counts: Counter[int] = Counter()

    def add(self, seconds: float) -> None:
        """Count one."""
        self._counts[max(0, int(1000 * seconds))] += 1

    def percentile_ms(self, share: float) -> int:
        """Return what `share` of the probes stayed within."""
        left = share * sum(self._counts.values())
        for milliseconds in sorted(self._counts):
            left -= self._counts[milliseconds]
            if left <= 0:
                return milliseconds
        return 0


class Scheduler:
    """Fixed rates: a slow probe delays neither the next of its target nor anybody else's."""

    def __init__(self, board: Board, probe: Probe, owns: Owns) -> None:
        self.lateness = Lateness()
        self.probes = 0
        self._board = board
        self._probe = probe
        self._owns = owns
        self._due: list[tuple[float, str]] = []
        self._scheduled: dict[str, Definition] = {}
        self._running: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Probe what is due, until cancelled."""
        try:
            while True:
                wait = self._turn(time.monotonic())
                await asyncio.sleep(min(max(wait, 0.001), _LONGEST_WAIT_SECONDS))
        finally:
            await end(list(self._running.values()))

    def _turn(self, now: float) -> float:
        """Start what is due; return the seconds until something is again."""
        self._take_in(now)
        while self._due and self._due[0][0] <= now:
            due, name = heapq.heappop(self._due)
            target = self._board.targets.get(name)
            if target is None or target != self._scheduled.get(name) or not target.is_probed:
                self._scheduled.pop(name, None)
                continue
            # A pause of the whole process is not made up for.
            following = max(due + target.interval_seconds, now)
            heapq.heappush(self._due, (following, name))
            if self._owns(name) and name not in self._running:
                self._start(target, late_seconds=now - due)
        return self._due[0][0] - now if self._due else _LONGEST_WAIT_SECONDS

    def _take_in(self, now: float) -> None:
        targets = self._board.targets
        fresh = [
            one for name, one in targets.items() if one.is_probed and name not in self._scheduled
        ]
        for one in fresh:
            spread = min(one.interval_seconds, _SPREAD_SECONDS_EACH * len(targets))
            share = zlib.crc32(one.id.encode()) / _FULL_CIRCLE
            self._scheduled[one.id] = one
            heapq.heappush(self._due, (now + spread * share, one.id))

    def _start(self, target: Definition, *, late_seconds: float) -> None:
        self.lateness.add(late_seconds)
        self.probes += 1
        task = asyncio.create_task(self._run_one(target))
        self._running[target.id] = task
        task.add_done_callback(lambda _: self._running.pop(target.id, None))

    async def _run_one(self, target: Definition) -> None:
        await self._probe(target)
