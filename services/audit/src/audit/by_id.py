"""Reads many entries by their ids."""

from collections.abc import Collection, Mapping
from typing import Any

from chassis.portions import portions

from audit.documents import EntryDocument

# More of them in one query cost the embedded database more than twice as much.
_AT_ONCE = 500


async def entries_in_all(
    identities: Collection[str], only: Mapping[str, int] | None = None
) -> dict[str, dict[str, Any]]:
    """Return those that there are, as they are stored, by id; `only` these fields of them."""
    collection = EntryDocument.get_pymongo_collection()
    rows: dict[str, dict[str, Any]] = {}
    for some in portions(list(identities), _AT_ONCE):
        rows |= {row["_id"]: row async for row in collection.find({"_id": {"$in": some}}, only)}
    return rows
