"""Every query about trees and tiles; nothing else touches the collections."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pymongo import UpdateOne
from pymongo.errors import BulkWriteError, OperationFailure

from audit.trees.documents import TileDocument, TreeDocument

Row = dict[str, Any]
_DUPLICATE_KEY = 11000


class TreeStore:
    """Trees only grow, and who is behind changes nothing."""

    async def trees_of_all(self, names: Collection[str]) -> dict[str, Row]:
        """Return the right edges of these logs by name; none for those without entries."""
        collection = TreeDocument.get_pymongo_collection()
        rows = await collection.find({"_id": {"$in": list(names)}}).to_list()
        return {row["_id"]: row for row in rows}

    async def save(self, trees: Mapping[str, Row], *, seal: int) -> None:
        """Store logs as they are after a seal, unless they are that far already.

        In one transaction: the database waits for the disk once, not for each of them. Where
        somebody else grows some of them each is stored by itself.
        """
        updates = [
            UpdateOne(
                {"_id": name, "seal": {"$lt": seal}}, {"$set": tree | {"seal": seal}}, upsert=True
            )
            for name, tree in trees.items()
        ]
        collection = TreeDocument.get_pymongo_collection()
        try:
            async with (
                collection.database.client.start_session() as session,
                await session.start_transaction(),
            ):
                await collection.bulk_write(updates, ordered=False, session=session)
        except OperationFailure:
            with _already_there():
                await collection.bulk_write(updates, ordered=False)

    async def add_tiles_of_all(self, tiles: Mapping[str, bytes]) -> None:
        """Store full tiles by name; one that is there is the same."""
        rows = [{"_id": name, "data": data} for name, data in tiles.items()]
        with _already_there():
            await TileDocument.get_pymongo_collection().insert_many(rows, ordered=False)

    async def tiles_of_all(self, names: Collection[str]) -> dict[str, bytes]:
        """Return full tiles by name; what isn't one is none."""
        collection = TileDocument.get_pymongo_collection()
        rows = await collection.find({"_id": {"$in": list(names)}}).to_list()
        return {row["_id"]: row["data"] for row in rows if isinstance(row.get("data"), bytes)}


@contextmanager
def _already_there() -> Iterator[None]:
    try:
        yield
    except BulkWriteError as error:
        if any(one["code"] != _DUPLICATE_KEY for one in error.details["writeErrors"]):
            raise
