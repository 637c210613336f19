"""Facets and histogram: one method per rpc."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from bus import current_actor
from chassis import Clock, Scope, now, scope_of
from contracts.audit import v1
from contracts.audit.v1 import FacetValue

from audit.counting.buckets import buckets_of, moment
from audit.counting.store import CountingStore, Tally
from audit.query.moments import Span
from audit.query.selecting import filter_of, selection_of
from audit.retention.reach import ArchiveReach
from audit.rules import ROLES

_MOST_VALUES = 20
_FACETS = ("$action", "$source", "$outcome", "$actorKey")
_ACTION, _SOURCE, _OUTCOME, _ACTOR = range(4)


class CountingService(v1.CountingService):
    """Counts for the filter that a list has, of what the caller may see."""

    def __init__(self, store: CountingStore, archived: ArchiveReach, *, clock: Clock = now) -> None:
        """`archived` tells how far there are entries that aren't counted."""
        self._store = store
        self._archived = archived
        self._clock = clock

    async def get_facets(self, request: v1.GetFacetsRequest) -> v1.GetFacetsResponse:
        """The newest ones, up to so many."""
        scope = scope_of(current_actor(), roles=ROLES)
        selection = selection_of(filter_of(request), now=self._clock())
        tally = await self._store.tally(scope, selection, _FACETS)
        actors = _most_frequent(tally, _ACTOR)
        names = await self._store.names_of_actors(scope, [key for key, _ in actors])
        return v1.GetFacetsResponse(
            actions=_values(_most_frequent(tally, _ACTION)),
            sources=_values(_most_frequent(tally, _SOURCE)),
            outcomes=_values(_most_frequent(tally, _OUTCOME)),
            actors=_values([(names.get(key, ""), entries) for key, entries in actors]),
            counted=tally.counted,
            since=tally.since,
            archived_until=await self._archived_until(scope, selection.span, tally),
        )

    async def get_histogram(self, request: v1.GetHistogramRequest) -> v1.GetHistogramResponse:
        """Buckets of a width that people count in."""
        scope = scope_of(current_actor(), roles=ROLES)
        selection = selection_of(filter_of(request), now=self._clock())
        buckets = buckets_of(selection.span.since, selection.span.before, now=self._clock())
        bounded = replace(selection, span=selection.span.within(Span(since=buckets.first)))
        tally = await self._store.tally(scope, bounded, [_bucket(buckets.seconds)])
        counts = {moment(at): entries for (at,), entries in tally.groups.items()}
        return v1.GetHistogramResponse(
            buckets=[
                v1.HistogramBucket(at=at, entries=entries) for at, entries in buckets.filled(counts)
            ],
            bucket_seconds=buckets.seconds,
            counted=tally.counted,
            since=tally.since,
            archived_until=await self._archived_until(scope, bounded.span, tally),
        )

    async def _archived_until(self, scope: Scope, span: Span, tally: Tally) -> datetime | None:
        """Counts are of the database alone."""
        return await self._archived.until(scope, span.within(Span(since=tally.since)))


def _bucket(seconds: int) -> dict[str, Any]:
    """Return the expression that gives the beginning of an entry's bucket, in milliseconds."""
    at = {"$toLong": "$at"}
    return {"$subtract": [at, {"$mod": [at, seconds * 1000]}]}


def _most_frequent(tally: Tally, place: int) -> list[tuple[str, int]]:
    """Return the most frequent values of one field; who has none isn't among them."""
    counts: Counter[str] = Counter()
    for group, entries in tally.groups.items():
        if group[place]:
            counts[group[place]] += entries
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:_MOST_VALUES]


def _values(counts: Iterable[tuple[str, int]]) -> list[FacetValue]:
    return [FacetValue(value=value, entries=entries) for value, entries in counts if value]
