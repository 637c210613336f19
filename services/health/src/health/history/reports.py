"""What history says: uptimes with their coverage, days, and points for charts."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from contracts.health import v1

from health.history.rules import (
    COARSE_SECONDS,
    DAY_SECONDS,
    FINE_SECONDS,
    Sample,
    Sums,
    by_step,
    start_of,
    total,
)
from health.history.store import HistoryStore, Point

WINDOWS = {
    "24h": timedelta(hours=24),
    "7d": timedelta(days=7),
    "30d": timedelta(days=30),
    "90d": timedelta(days=90),
    "365d": timedelta(days=365),
}
_DAY = timedelta(days=1)
_RAW_UP_TO = timedelta(hours=3)
_FINE_UP_TO = timedelta(days=7)
_COARSE_UP_TO = timedelta(days=60)
_STEPS = {"5m": FINE_SECONDS, "1h": COARSE_SECONDS, "1d": DAY_SECONDS}


def uptime(window: str, stretches: Sequence[Sums]) -> v1.Uptime:
    """Add a period up; time that nobody probed lowers the coverage, not the uptime."""
    sums, seconds = total(stretches), WINDOWS[window].total_seconds()
    known = sums.judged + sums.maintenance
    return v1.Uptime(
        window=window,
        uptime_percent=sums.uptime_percent,
        coverage_percent=min(100.0, 100 * known / seconds),
        maintenance_percent=min(100.0, 100 * sums.maintenance / seconds),
        p50_ms=sums.percentile_ms(0.5),
        p95_ms=sums.percentile_ms(0.95),
    )


def day(point: Point, now: datetime) -> v1.Day:
    """Return a day as anybody may see it."""
    start, sums = point
    seconds = min(now - start, _DAY).total_seconds()
    known = sums.judged + sums.maintenance
    return v1.Day(
        date=f"{start:%Y-%m-%d}",
        uptime_percent=sums.uptime_percent,
        coverage_percent=min(100.0, 100 * known / seconds) if seconds > 0 else 0.0,
        down_minutes=sums.bad / 60,
    )


class Reports:
    """Reads history for people."""

    def __init__(self, store: HistoryStore) -> None:
        self._store = store

    async def uptimes(self, target: str, now: datetime) -> list[v1.Uptime]:
        """Return every period; the shorter ones from five-minute sums."""
        fine = await self._store.fine(target, now - _FINE_UP_TO, now)
        days = await self._store.days(target, now - WINDOWS["365d"], now)
        found = []
        for window, length in WINDOWS.items():
            since = now - length
            steps = fine if length <= _FINE_UP_TO else await self._begun(target, since) + days
            found.append(uptime(window, [sums for start, sums in steps if start >= since]))
        return found

    async def record(self, target: str, now: datetime) -> tuple[v1.Uptime, list[v1.Day]]:
        """Return the last 90 days: as one figure, and day by day."""
        since = now - WINDOWS["90d"]
        days = await self._store.days(target, since, now)
        first = await self._begun(target, since)
        whole = uptime("90d", [sums for _, sums in (*first, *days)])
        return whole, [day(point, now) for point in days]

    async def points(
        self, target: str, since: datetime, until: datetime, resolution: str | None
    ) -> tuple[str, list[v1.HistoryPoint]]:
        """Return the points, in the resolution asked for or the finest that isn't too much."""
        chosen = resolution or _resolution(until - since)
        if chosen == "raw":
            samples = await self._store.samples(target, since, until)
            return chosen, [_sample_point(one) for one in samples]
        reads = {"5m": self._store.fine, "1h": self._store.coarse, "1d": self._store.days}
        steps = await reads[chosen](target, since, until)
        return chosen, [_point(one, _STEPS[chosen]) for one in steps]

    async def _begun(self, target: str, since: datetime) -> list[Point]:
        """Return the hours from `since` to midnight, where a period begins within a day."""
        start = start_of(since, DAY_SECONDS)
        if start == since:
            return []
        return await self._store.coarse(target, since, start + _DAY)


def _resolution(period: timedelta) -> str:
    if period <= _RAW_UP_TO:
        return "raw"
    if period <= _FINE_UP_TO:
        return "5m"
    return "1h" if period <= _COARSE_UP_TO else "1d"


def _point(point: Point, seconds: int) -> v1.HistoryPoint:
    start, sums = point
    return v1.HistoryPoint(
        at=start,
        seconds=seconds,
        ok_seconds=sums.ok,
        warn_seconds=sums.warn,
        bad_seconds=sums.bad,
        maintenance_seconds=sums.maintenance,
        p50_ms=sums.percentile_ms(0.5),
        p95_ms=sums.percentile_ms(0.95),
    )


def _sample_point(sample: Sample) -> v1.HistoryPoint:
    # A day at once: no border of a step lies inside.
    point = _point(
        (sample.at, total(by_step([sample], DAY_SECONDS).values())), round(sample.seconds)
    )
    if point.p50_ms is not None:
        point.p50_ms = point.p95_ms = sample.latency_ms
    return point
