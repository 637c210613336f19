"""Every query about arrivals; nothing else touches the collection."""

from collections.abc import Collection, Mapping
from typing import Any

from chassis import uuid7
from pymongo import ASCENDING

from audit.arrivals.documents import ArrivalDocument

Row = dict[str, Any]


class ArrivalStore:
    """A note for each batch that was stored, written before the stream hears of it."""

    async def add(self, entries: Mapping[str, int]) -> None:
        """Note entries, by id with their places in the stream."""
        sequences = list(entries.values())
        await ArrivalDocument.get_pymongo_collection().insert_one(
            {
                "_id": uuid7(),
                "first": min(sequences),
                "ids": list(entries),
                "sequences": sequences,
            }
        )

    async def next_of_all(self, *, but: Collection[str], limit: int) -> list[Row]:
        """Return what waits, in the order of the stream, without what the caller has."""
        found = ArrivalDocument.get_pymongo_collection().find({"_id": {"$nin": list(but)}})
        return await found.sort("first", ASCENDING).limit(limit).to_list()

    async def forget_of_all(self, identities: Collection[str]) -> None:
        """Drop notes whose entries are all sealed."""
        collection = ArrivalDocument.get_pymongo_collection()
        await collection.delete_many({"_id": {"$in": list(identities)}})
