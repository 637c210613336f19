"""Counts entries by values: the one aggregation; whoever calls it says whose entries."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pymongo.asynchronous.collection import AsyncCollection

Group = tuple[Any, ...]


async def grouped(
    entries: AsyncCollection[dict[str, Any]],
    lead: Mapping[str, Any],
    window: Mapping[str, datetime],
    checks: Sequence[Mapping[str, Any]],
    by: Sequence[Any],
) -> Counter[Group]:
    """Count what `lead` finds within the window and every check leaves, by these values."""
    names = [f"by{place}" for place in range(len(by))]
    found = await entries.aggregate(
        [
            {"$match": {**lead, **({"at": dict(window)} if window else {})}},
            *({"$match": dict(check)} for check in checks),
            {"$group": {"_id": dict(zip(names, by, strict=True)), "entries": {"$sum": 1}}},
        ]
    )
    return Counter(
        {
            tuple(row["_id"].get(name) for name in names): row["entries"]
            for row in await found.to_list()
        }
    )
