"""What history says: uptimes with their coverage, and points for charts."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from contracts.health import v1

from health.history.rules import COARSE_SECONDS, FINE_SECONDS, Sample, Sums, by_step, total
from health.history.store import HistoryStore, Point

WINDOWS = {
    "24h": timedelta(hours=24),
    "7d": timedelta(days=7),
    "30d": timedelta(days=30),
    "90d": timedelta(days=90),
    "365d": timedelta(days=365),
}
_FINE_UP_TO = timedelta(days=7)
_RAW_UP_TO = timedelta(hours=3)


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


class Reports:
    """Reads history for people."""

    def __init__(self, store: HistoryStore) -> None:
        self._store = store

    async def uptimes(self, target: str, now: datetime) -> list[v1.Uptime]:
        """Return every period; the shorter ones from five-minute sums."""
        fine = await self._store.fine(target, now - _FINE_UP_TO, now)
        coarse = await self._store.coarse(target, now - WINDOWS["365d"], now)
        return [
            uptime(
                window,
                [
                    sums
                    for start, sums in (fine if length <= _FINE_UP_TO else coarse)
                    if start >= now - length
                ],
            )
            for window, length in WINDOWS.items()
        ]

    async def uptime(self, target: str, window: str, now: datetime) -> v1.Uptime:
        """Return one of the longer periods."""
        coarse = await self._store.coarse(target, now - WINDOWS[window], now)
        return uptime(window, [sums for _, sums in coarse])

    async def points(
        self, target: str, since: datetime, until: datetime, resolution: str | None
    ) -> tuple[str, list[v1.HistoryPoint]]:
        """Return the points, in the resolution asked for or the finest that isn't too much."""
        chosen = resolution or _resolution(until - since)
        if chosen == "raw":
            samples = await self._store.samples(target, since, until)
            return chosen, [_sample_point(one) for one in samples]
        read = self._store.fine if chosen == "5m" else self._store.coarse
        seconds = FINE_SECONDS if chosen == "5m" else COARSE_SECONDS
        return chosen, [_point(one, seconds) for one in await read(target, since, until)]


def _resolution(period: timedelta) -> str:
    if period <= _RAW_UP_TO:
        return "raw"
    return "5m" if period <= _FINE_UP_TO else "1h"


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
    point = _point((sample.at, total(by_step([sample], 86400).values())), round(sample.seconds))
    if point.p50_ms is not None:
        point.p50_ms = point.p95_ms = sample.latency_ms
    return point
