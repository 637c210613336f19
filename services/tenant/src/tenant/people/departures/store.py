"""Every query about departures; nothing else touches the collection."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from tenant.people.departures.documents import DeparturesDocument


class DepartureStore:
    """Marks by group, in the order of their arrival."""

    async def mark_in_all(self, user_id: str, *, group: str, mark: str, at: datetime) -> list[Any]:
        """Put the mark behind the others; return all of them, in order."""
        collection = DeparturesDocument.get_pymongo_collection()
        while True:
            marked = await collection.find_one_and_update(
                {"_id": group},
                {"$push": {"leaving": {"mark": mark, "user": user_id, "at": at}}},
                return_document=ReturnDocument.AFTER,
            )
            if marked:
                return list(marked["leaving"])
            # Not an upsert: of two at once the embedded database tells one of nothing.
            with suppress(DuplicateKeyError):
                await collection.insert_one({"_id": group, "leaving": []})

    async def unmark_in_all(self, marks: Sequence[str], *, group: str) -> None:
        """Take marks away."""
        await DeparturesDocument.get_pymongo_collection().update_one(
            {"_id": group}, {"$pull": {"leaving": {"mark": {"$in": list(marks)}}}}
        )
