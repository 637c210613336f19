"""Every query about which master key wraps what."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from beanie import Document
from pymongo import UpdateOne

from audit.forwarding.documents import SinkDocument
from audit.persons.documents import PersonDocument, SecretDocument

Row = dict[str, Any]
Kind = type[Document]
_KINDS: Sequence[Kind] = (SecretDocument, PersonDocument, SinkDocument)


class WrappedStore:
    """Wrapped keys: people's, the service's own secrets, and those of sinks."""

    async def wrapped_by_in_all(
        self, master: str, *, limit: int
    ) -> dict[type[Document], list[Row]]:
        """Return up to `limit` keys of each kind that this master key has wrapped."""
        return {
            kind: await kind.get_pymongo_collection().find({"master": master}).to_list(limit)
            for kind in _KINDS
        }

    async def replace_in_all(
        self, kind: Kind, fresh: Sequence[tuple[Row, Mapping[str, Any]]]
    ) -> None:
        """Replace wrapped keys, each only if it still is as it was read."""
        updates = [
            UpdateOne({"_id": row["_id"], "wrapped": row["wrapped"]}, {"$set": dict(wrapped)})
            for row, wrapped in fresh
        ]
        if updates:
            await kind.get_pymongo_collection().bulk_write(updates, ordered=False)

    async def counts_of_all(self) -> Counter[str]:
        """Return how many keys each master key has wrapped."""
        counts: Counter[str] = Counter()
        for kind in _KINDS:
            groups = await kind.get_pymongo_collection().aggregate(
                [
                    {"$match": {"master": {"$gt": ""}}},
                    {"$group": {"_id": "$master", "wrapped": {"$sum": 1}}},
                ]
            )
            counts.update({row["_id"]: row["wrapped"] for row in await groups.to_list()})
        return counts
