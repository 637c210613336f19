"""Pages through a time-ordered collection in windows that widen until the page is full.

A window bounds what the database must look at; MongoDB stops at the limit by itself, but a server
that doesn't would otherwise sort everything that matches.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from chassis.moments import place_of
from pymongo.asynchronous.collection import AsyncCollection

Row = dict[str, Any]
_FIRST = timedelta(seconds=5)
# How much wider the next window is: as much as seems to be needed, within these.
_WIDER = (2.0, 12.0)
# Rows don't lie evenly: a little more than seems to be needed.
_MARGIN = 1.5
_LAST = timedelta(days=1000)
_MILLISECOND = timedelta(milliseconds=1)
_BEGINNING = datetime.min.replace(tzinfo=UTC)


async def newest_page(
    collection: AsyncCollection[Row],
    *,
    indexed: Mapping[str, Any],
    rest: Sequence[Mapping[str, Any]],
    since: datetime | None,
    before: datetime | None,
    after: tuple[datetime, str] | None,
    limit: int,
    now: datetime,
    hidden: Mapping[str, int],
) -> list[Row]:
    """Return up to `limit` rows by `at` and `_id`, newest first.

    `indexed` is what an index ending in (at, _id) starts with; `rest` is checked on what it finds.
    `after` is the last row of the previous page, exclusive.
    """
    rows: list[Row] = []
    # The first window has no upper bound of its own: clocks of other systems run ahead.
    upper: dict[str, datetime] = {}
    if before is not None:
        upper = {"$lt": before}
    if after is not None and (before is None or after[0] < before):
        upper = {"$lte": after[0]}
    top = min(now, *upper.values()) if upper else now
    span = _FIRST
    while True:
        lower = top - span if span < min(_LAST, top - _BEGINNING) else None
        if since is not None and (lower is None or lower <= since):
            lower = since
        window = upper | _from(lower)
        missing = limit - len(rows)
        found = await _window(
            collection, indexed, window, [*rest, *_behind(after)], missing, hidden
        )
        rows += found
        if len(rows) >= limit or lower is None or lower == since:
            return rows
        upper, top, span = {"$lt": lower}, lower, span * _wider(len(found), missing)


def _wider(found: int, missing: int) -> float:
    least, most = _WIDER
    return min(most, max(least, _MARGIN * (missing - found) / found)) if found else most


def _from(lower: datetime | None) -> dict[str, datetime]:
    """Include `lower`. The embedded database leaves equal rows out of `$gte` on a longer index."""
    if lower is None or lower - _BEGINNING < _MILLISECOND:
        return {}
    return {"$gt": lower - _MILLISECOND}


async def _window(
    collection: AsyncCollection[Row],
    indexed: Mapping[str, Any],
    window: Mapping[str, datetime],
    rest: Sequence[Mapping[str, Any]],
    limit: int,
    hidden: Mapping[str, int],
) -> list[Row]:
    found = await collection.aggregate(
        [
            {"$match": {**indexed, **({"at": dict(window)} if window else {})}},
            *({"$match": dict(condition)} for condition in rest),
            {"$sort": {"at": -1, "_id": -1}},
            {"$limit": limit},
            {"$project": dict(hidden)},
        ]
    )
    return await found.to_list()


def _behind(after: tuple[datetime, str] | None) -> list[dict[str, Any]]:
    if after is None:
        return []
    moment, identity = after
    return [{"$or": [{"at": {"$lt": moment}}, {"at": moment, "_id": {"$lt": identity}}]}]


def place_behind(cursor: str | None) -> tuple[datetime, str] | None:
    """Return the row that the previous page ended with; here every row has a time."""
    place = place_of(cursor)
    return None if place is None else (place[0] or _BEGINNING, place[1])
