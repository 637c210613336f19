"""Every query about what entries hold of erased people."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from chassis.faults import database_deadline
from pymongo import UpdateOne
from pymongo.asynchronous.cursor import AsyncCursor

from audit.documents import EntryDocument
from audit.persons.veil import Veil
from audit.retention.documents import ArchivedDocument

_BATCH = 500
_SEEN = {"tenantSlug": 1, "personal": 1, "words": 1}


@dataclass(slots=True)
class Traces:
    """How many entries told of people: in all, by tenant, by field."""

    entries: int = 0
    archived: set[str] = field(default_factory=set)
    tenants: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)

    def count(self, row: Mapping[str, Any], people: Collection[str]) -> None:
        """Count a stored entry."""
        self.entries += 1
        self.tenants[row["tenantSlug"]] += 1
        boxes = (box for box in row["personal"] if not set(people).isdisjoint(box["keys"]))
        self.fields.update({path for box in boxes for path in box["paths"]})


class TraceStore:
    """Entries are never changed but in this: words of erased people find them no longer."""

    def __init__(self, veil: Veil) -> None:
        self._veil = veil

    async def wipe_in_all(self, people: Collection[str]) -> Traces:
        """Count what entries held of people whose keys are destroyed, and let no word find it.

        Idempotent. Words are no part of what is sealed.
        """
        traces, counted = Traces(), set[str]()
        for person in people:
            found = EntryDocument.get_pymongo_collection().find(
                {"people": person}, _SEEN, batch_size=_BATCH
            )
            while rows := await _next(found):
                await self._forget_words(rows)
                for row in rows:
                    # Several of the people may be told of by one entry.
                    if row["_id"] not in counted:
                        traces.count(row, people)
                counted |= {row["_id"] for row in rows}
        with database_deadline():
            archived = ArchivedDocument.get_pymongo_collection()
            for person in people:
                rows = await archived.find({"people": person}, {"_id": 1}).to_list()
                traces.archived |= {row["_id"] for row in rows} - counted
        return traces

    async def _forget_words(self, rows: list[dict[str, Any]]) -> None:
        with database_deadline():
            left = await self._veil.words_left(rows)
        updates = [
            UpdateOne({"_id": row["_id"]}, {"$set": {"words": words}})
            for row, words in zip(rows, left, strict=True)
            if words != row["words"]
        ]
        if updates:
            with database_deadline():
                await EntryDocument.get_pymongo_collection().bulk_write(updates, ordered=False)


async def _next(found: AsyncCursor[dict[str, Any]]) -> list[dict[str, Any]]:
    with database_deadline():
        return await found.to_list(_BATCH)
