"""Pages through a time-ordered collection, in windows that widen until the page is full."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from chassis.moments import place_of
from pymongo.asynchronous.collection import AsyncCollection

from audit.windows import BEGINNING, Windows

Row = dict[str, Any]


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
    windows = Windows(since=since, before=before, last=after[0] if after else None, now=now)
    checks = [*rest, *_behind(after)]
    while True:
        missing = limit - len(rows)
        found = await _window(collection, indexed, windows.bounds, checks, missing, hidden)
        rows += found
        if len(rows) >= limit or windows.is_last:
            return rows
        windows.advance(found=len(found), missing=missing)


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
    return None if place is None else (place[0] or BEGINNING, place[1])
