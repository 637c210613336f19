"""Every query about history; nothing else touches its collections."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from beanie import Document
from pymongo import UpdateOne

from health.history.documents import CoarseDocument, DayDocument, FineDocument, RawDocument
from health.history.rules import (
    COARSE_SECONDS,
    DAY_SECONDS,
    FINE_SECONDS,
    Sample,
    Sums,
    by_step,
    start_of,
)

RAW_KEPT = timedelta(hours=48)
FINE_KEPT = timedelta(days=8)
COARSE_KEPT = timedelta(days=400)
# What is added up, by what, and for how long it is kept.
_SUMS: Sequence[tuple[type[Document], int, timedelta]] = (
    (FineDocument, FINE_SECONDS, FINE_KEPT),
    (CoarseDocument, COARSE_SECONDS, COARSE_KEPT),
    (DayDocument, DAY_SECONDS, COARSE_KEPT),
)
_TIMES = ("ok", "warn", "bad", "maintenance")
Batch = Mapping[str, Sequence[Sample]]
Point = tuple[datetime, Sums]


class HistoryStore:
    """Sums are added to, never computed again: a probe is written once and read as often."""

    async def add_all(self, batch: Batch) -> None:
        """Add each target's samples to every resolution."""
        raw = [one for target, samples in batch.items() for one in _raw_updates(target, samples)]
        await _write_in_all(RawDocument, raw)
        for kind, seconds, kept in _SUMS:
            sums = [
                _sums_update(target, start, one, kept)
                for target, samples in batch.items()
                for start, one in by_step(samples, seconds).items()
            ]
            await _write_in_all(kind, sums)

    async def samples(self, target: str, since: datetime, until: datetime) -> list[Sample]:
        """Return the single probes of a period, the oldest first."""
        found = await _find_in_all(RawDocument, target, start_of(since, FINE_SECONDS), until)
        rows = [_sample(row) for document in found for row in document["samples"]]
        return sorted((one for one in rows if since <= one.at < until), key=lambda one: one.at)

    async def fine(self, target: str, since: datetime, until: datetime) -> list[Point]:
        """Return the five-minute sums of a period."""
        return _points(await _find_in_all(FineDocument, target, since, until))

    async def coarse(self, target: str, since: datetime, until: datetime) -> list[Point]:
        """Return the hourly sums of a period."""
        return _points(await _find_in_all(CoarseDocument, target, since, until))

    async def days(self, target: str, since: datetime, until: datetime) -> list[Point]:
        """Return the sums of the days that begin in a period."""
        return _points(await _find_in_all(DayDocument, target, since, until))

    async def forget_all(self, now: datetime) -> None:
        """Remove what is too old, where the database doesn't by itself."""
        kinds: list[type[Document]] = [RawDocument, *(kind for kind, _, _ in _SUMS)]
        for kind in kinds:
            await kind.get_pymongo_collection().delete_many({"expiresAt": {"$lt": now}})


async def _write_in_all(kind: type[Document], updates: Sequence[UpdateOne]) -> None:
    if updates:
        await kind.get_pymongo_collection().bulk_write(updates, ordered=False)


async def _find_in_all(
    kind: type[Document], target: str, since: datetime, until: datetime
) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (
        await kind.get_pymongo_collection()
        .find({"target": target, "start": {"$gte": since, "$lt": until}})
        .to_list()
    )
    return sorted(found, key=lambda document: document["start"])


def _raw_updates(target: str, samples: Sequence[Sample]) -> list[UpdateOne]:
    grouped: dict[datetime, list[list[Any]]] = {}
    for one in samples:
        row = [one.at, one.seconds, one.result, one.latency_ms, one.in_maintenance]
        grouped.setdefault(start_of(one.at, FINE_SECONDS), []).append(row)
    return [
        _upsert(target, start, RAW_KEPT, {"$push": {"samples": {"$each": rows}}})
        for start, rows in grouped.items()
    ]


def _sums_update(target: str, start: datetime, sums: Sums, kept: timedelta) -> UpdateOne:
    added: dict[str, float] = {name: seconds for name in _TIMES if (seconds := getattr(sums, name))}
    added |= {f"latencies.{step}": count for step, count in sums.latencies.items()}
    return _upsert(target, start, kept, {"$inc": added} if added else {})


def _upsert(target: str, start: datetime, kept: timedelta, change: Mapping[str, Any]) -> UpdateOne:
    about = {"target": target, "start": start, "expiresAt": start + kept}
    identity = f"{target}|{int(start.timestamp())}"
    return UpdateOne({"_id": identity}, {"$setOnInsert": about, **change}, upsert=True)


def _sample(row: Sequence[Any]) -> Sample:
    at, seconds, result, latency, in_maintenance = row
    return Sample(
        at=at, seconds=seconds, result=result, latency_ms=latency, in_maintenance=in_maintenance
    )


def _points(documents: Sequence[Mapping[str, Any]]) -> list[Point]:
    return [
        (
            document["start"],
            Sums(
                **{name: float(document.get(name, 0.0)) for name in _TIMES},
                latencies=Counter(
                    {int(step): count for step, count in document.get("latencies", {}).items()}
                ),
            ),
        )
        for document in documents
    ]
