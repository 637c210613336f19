"""Adding probes up: time by result, and how long answers took. Pure.

A probe speaks for the time since the one before it, at most one and a half intervals; time that
no probe speaks for is unknown. Sums of sums equal the sum of all: coarser steps lose nothing.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from health.results.finding import Result

FINE_SECONDS = 300
COARSE_SECONDS = 3600
DAY_SECONDS = 86_400
_SPEAKS_FOR_INTERVALS = 1.5
# Latencies are counted in steps that each are 10 % wider than the one before.
_STEP = math.log(1.1)
_SHORTEST_MS = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One probe and the time it speaks for, which ends with it."""

    at: datetime
    seconds: float
    result: Result
    latency_ms: float
    in_maintenance: bool = False


@dataclass(slots=True)
class Sums:
    """What is known of a stretch of time; seconds by result, latencies by step."""

    ok: float = 0.0
    warn: float = 0.0
    bad: float = 0.0
    maintenance: float = 0.0
    latencies: Counter[int] = field(default_factory=Counter)

    def add(self, other: "Sums") -> None:
        """Take another stretch in."""
        self.ok += other.ok
        self.warn += other.warn
        self.bad += other.bad
        self.maintenance += other.maintenance
        self.latencies.update(other.latencies)

    @property
    def judged(self) -> float:
        """Seconds outside maintenance that were probed."""
        return self.ok + self.warn + self.bad

    @property
    def uptime_percent(self) -> float | None:
        """Slow is up. None when nothing was probed: unknown is never up."""
        return 100 * (1 - self.bad / self.judged) if self.judged else None

    def percentile_ms(self, share: float) -> float | None:
        """Return the latency that `share` of the answers stayed within, to about 5 %."""
        total = sum(self.latencies.values())
        rank, seen = math.ceil(share * total), 0
        for step in sorted(self.latencies):
            seen += self.latencies[step]
            if seen >= rank:
                return latency_of(step)
        return None


def step_of(latency_ms: float) -> int:
    """Return the step that a latency is counted in."""
    return max(0, round(math.log(max(latency_ms, _SHORTEST_MS) / _SHORTEST_MS) / _STEP))


def latency_of(step: int) -> float:
    """Return the latency in the middle of a step."""
    return _SHORTEST_MS * math.exp(step * _STEP)


def speaks_for(previous: datetime | None, at: datetime, *, interval_seconds: float) -> float:
    """Return the seconds before `at` that a probe at `at` speaks for."""
    if previous is None:
        return 0.0
    gap = (at - previous).total_seconds()
    return max(0.0, min(gap, _SPEAKS_FOR_INTERVALS * interval_seconds))


def start_of(moment: datetime, seconds: int) -> datetime:
    """Return when the step of this length began."""
    return datetime.fromtimestamp(math.floor(moment.timestamp() / seconds) * seconds, UTC)


def pieces(sample: Sample, seconds: int) -> Iterator[tuple[datetime, Sums]]:
    """Cut a sample at the steps' borders; its latency counts where it was measured."""
    end, left = sample.at, sample.seconds
    first = Sums()
    if sample.result != "bad" and not sample.in_maintenance:
        first.latencies[step_of(sample.latency_ms)] += 1
    sums, start = first, start_of(end, seconds)
    while True:
        part = min(left, (end - start).total_seconds())
        name = "maintenance" if sample.in_maintenance else sample.result
        setattr(sums, name, part)
        yield start, sums
        left -= part
        if left <= 0:
            return
        end, sums, start = start, Sums(), start - timedelta(seconds=seconds)


def total(stretches: Iterable[Sums]) -> Sums:
    """Add stretches up."""
    result = Sums()
    for one in stretches:
        result.add(one)
    return result


def by_step(samples: Iterable[Sample], seconds: int) -> Mapping[datetime, Sums]:
    """Add samples up by steps of this length."""
    steps: dict[datetime, Sums] = {}
    for sample in samples:
        for start, sums in pieces(sample, seconds):
            steps.setdefault(start, Sums()).add(sums)
    return steps
