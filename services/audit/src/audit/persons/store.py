"""Every query about people's keys; nothing else touches the collections."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pymongo import UpdateOne
from pymongo.errors import BulkWriteError, DuplicateKeyError

from audit.persons.documents import PersonDocument, SecretDocument

Row = dict[str, Any]
_DUPLICATE_KEY = 11000
# Grows with each destruction, so that nobody goes on with keys that they have at hand.
_EPOCH = "destructions"


class PersonStore:
    """Wrapped keys in MongoDB; they belong to the platform, not to a tenant."""

    async def secret_of_all(self, name: str, fresh: Row) -> Row:
        """Return the secret of this name; of several who bring a fresh one, one wins."""
        collection = SecretDocument.get_pymongo_collection()
        if found := await collection.find_one({"_id": name}):
            return dict(found)
        try:
            await collection.insert_one({"_id": name, **fresh})
        except DuplicateKeyError:
            return await self.secret_of_all(name, fresh)
        return {"_id": name, **fresh}

    async def by_handles_of_all(self, handles: Collection[str]) -> dict[str, Row]:
        """Return the people known by these hashed handles, by handle."""
        collection = PersonDocument.get_pymongo_collection()
        rows = await collection.find({"handle": {"$in": list(handles)}}).to_list()
        return {row["handle"]: row for row in rows}

    async def by_ids_of_all(self, identities: Collection[str]) -> dict[str, Row]:
        """Return these people by id; whose key is destroyed isn't there."""
        collection = PersonDocument.get_pymongo_collection()
        rows = await collection.find({"_id": {"$in": list(identities)}}).to_list()
        return {row["_id"]: row for row in rows}

    async def add_all(self, people: Sequence[Row]) -> dict[str, Row]:
        """Store new people, return by handle who is new; who is known by then stays as known."""
        collection = PersonDocument.get_pymongo_collection()
        known: set[int] = set()
        try:
            await collection.insert_many(people, ordered=False)
        except BulkWriteError as error:
            failures = error.details["writeErrors"]
            if any(one["code"] != _DUPLICATE_KEY for one in failures):
                raise
            known = {one["index"] for one in failures}
        return {row["handle"]: row for place, row in enumerate(people) if place not in known}

    async def link_all(self, links: Mapping[str, Collection[str]]) -> None:
        """Remember the subjects that were seen beside people's email addresses, by person."""
        updates = [
            UpdateOne(
                # Not by the handle: the embedded database would walk its whole index for each.
                {"_id": identity},
                {"$addToSet": {"links": {"$each": list(subjects)}}},
            )
            for identity, subjects in links.items()
        ]
        await PersonDocument.get_pymongo_collection().bulk_write(updates, ordered=False)

    async def linked_to_all(self, subjects: Collection[str]) -> dict[str, Row]:
        """Return the people beside whom one of these hashed subjects was seen, by id."""
        rows: dict[str, Row] = {}
        for subject in subjects:
            found = PersonDocument.get_pymongo_collection().find({"links": subject})
            rows |= {row["_id"]: row for row in await found.to_list()}
        return rows

    async def destroy_all(self, identities: Collection[str]) -> None:
        """Destroy these people's keys, and what says whose they were; idempotent."""
        # Whole documents: the embedded database keeps what is unset in its unique indexes.
        collection = PersonDocument.get_pymongo_collection()
        await collection.delete_many({"_id": {"$in": list(identities)}})
        await SecretDocument.get_pymongo_collection().update_one(
            {"_id": _EPOCH}, {"$inc": {"count": 1}}, upsert=True
        )

    async def destructions_of_all(self) -> int:
        """Return how often keys were destroyed."""
        row = await SecretDocument.get_pymongo_collection().find_one({"_id": _EPOCH})
        return int(row["count"]) if row else 0
