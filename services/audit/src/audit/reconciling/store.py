"""Every query that reconciling asks; it changes nothing."""

from collections.abc import Collection, Mapping
from typing import Any

from audit.arrivals.documents import ArrivalDocument
from audit.documents import EntryDocument
from audit.sealing.leaf import PROJECTION


class ReconcilingStore:
    """Reads what is stored, past everything that is kept at hand."""

    async def rows_of_all(self, identities: Collection[str]) -> Mapping[str, Mapping[str, Any]]:
        """Return entries as they are sealed, by id."""
        collection = EntryDocument.get_pymongo_collection()
        rows = await collection.find({"_id": {"$in": list(identities)}}, PROJECTION).to_list()
        return {row["_id"]: row for row in rows}

    async def known_of_all(self, identities: Collection[str], events: Collection[str]) -> set[str]:
        """Return which of these ids and events there are."""
        collection = EntryDocument.get_pymongo_collection()
        found = {"_id": list(identities), "event": list(events)}
        known: set[str] = set()
        for name, values in found.items():
            if values:
                rows = await collection.find({name: {"$in": values}}, {name: 1}).to_list()
                known |= {row[name] for row in rows}
        return known

    async def count_of_all(self) -> int:
        """Return how many entries are stored."""
        return await EntryDocument.get_pymongo_collection().count_documents({})

    async def waiting_of_all(self) -> int:
        """Return how many entries are noted as waiting to be sealed."""
        notes = await ArrivalDocument.get_pymongo_collection().find({}, {"ids": 1}).to_list()
        return sum(len(note["ids"]) for note in notes)
