"""Every write of entries; retention alone takes them out again."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from pymongo.errors import BulkWriteError

from audit.arrivals.store import ArrivalStore
from audit.by_id import entries_in_all
from audit.documents import EntryDocument
from audit.persons.veil import Veil
from audit.rules import is_same_event
from audit.sealing.stash import Stash
from audit.vocabulary.store import Vocabulary

_DUPLICATE_KEY = 11000


class EntryAdder:
    """Entries come with personal fields in the clear, and are stored with those covered."""

    def __init__(
        self, veil: Veil, vocabulary: Vocabulary, arrivals: ArrivalStore, stash: Stash
    ) -> None:
        """`stash` is told of each write."""
        self._veil = veil
        self._vocabulary = vocabulary
        self._arrivals = arrivals
        self._stash = stash
        # Batches that are written side by side take the database longer than one after the other;
        # while one is, the next is made ready.
        self._turn = asyncio.Lock()

    async def add_all(self, entries: Sequence[Mapping[str, Any]]) -> list[int]:
        """Store entries, and note that they wait to be sealed; those stored already are skipped.

        Return the places of those that can't be: their id belongs to another entry.
        """
        collection = EntryDocument.get_pymongo_collection()
        covered = await self._veil.cover(entries)
        await self._vocabulary.learn_for_all(word for entry in covered for word in entry["words"])
        refused: dict[int, Mapping[str, Any]] = {}
        try:
            async with self._turn:
                await collection.insert_many(covered, ordered=False)
        except BulkWriteError as error:
            failures = error.details["writeErrors"]
            if any(failure["code"] != _DUPLICATE_KEY for failure in failures):
                raise
            refused = {failure["index"]: entries[failure["index"]] for failure in failures}
        strangers, again = await self._taken_in_all(refused) if refused else ([], {})
        # By place: the same id may be among them twice, boxed differently.
        fresh = [row for place, row in enumerate(covered) if place not in refused]
        # Again too: whoever stored them may have stopped before the note.
        if arrived := again | {row["_id"]: row["sequence"] for row in fresh}:
            await self._arrivals.add(arrived)
            self._stash.add(fresh)
        return strangers

    async def _taken_in_all(
        self, refused: Mapping[int, Mapping[str, Any]]
    ) -> tuple[list[int], dict[str, int]]:
        """Tell the places of those whose id is another event's, and what is there by its own id."""
        stored = await entries_in_all({entry["_id"] for entry in refused.values()})
        await self._veil.lift([*stored.values()])
        known = {
            place: stored[entry["_id"]]
            for place, entry in refused.items()
            if entry["_id"] in stored
        }
        same = {place for place, row in known.items() if is_same_event(refused[place], row)}
        again = {known[place]["_id"]: known[place]["sequence"] for place in same}
        return sorted(known.keys() - same), again
