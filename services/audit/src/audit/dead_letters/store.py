"""Every query about dead letters; nothing else touches the collection."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from chassis import Clock, Outbox, OutboxEntry, as_contract, now
from contracts.audit.v1 import DeadLetter
from pymongo.errors import DuplicateKeyError

from audit.dead_letters.documents import DeadLetterDocument
from audit.dead_letters.rules import DeadLetterNotFound
from audit.paging import newest_page

_HIDDEN = {"outbox": 0, "isText": 0, "state": 0}
# A page of the list must fit into one message.
_SHOWN_CHARACTERS = 64 * 1024


def shown(stored: Mapping[str, Any]) -> DeadLetter:
    """Return the contract's message, with as much of the body as lists have room for."""
    letter = as_contract(DeadLetter, stored)
    letter.body = letter.body[:_SHOWN_CHARACTERS]
    return letter


class DeadLetterStore:
    """Dead letters in MongoDB; they belong to the platform, not to a tenant."""

    def __init__(self, outbox: Outbox, *, clock: Clock = now) -> None:
        self._outbox = outbox
        self._clock = clock

    async def add(self, letter: DeadLetterDocument) -> None:
        """Store a dead letter; once, however often it is delivered."""
        try:
            await self._outbox.insert(letter, [])
        except DuplicateKeyError:
            return

    async def change_in_all(
        self, identity: str, decide: Callable[[DeadLetterDocument], Sequence[OutboxEntry]]
    ) -> DeadLetterDocument:
        """Load, decide, save."""

        async def load() -> DeadLetterDocument:
            collection = DeadLetterDocument.get_pymongo_collection()
            found = await collection.find_one({"_id": identity.lower()})
            if found is None:
                raise DeadLetterNotFound(f"There is no dead letter {identity}.")
            return DeadLetterDocument.read_stored(found)

        return await self._outbox.change(load, decide)

    async def page_of_all(
        self,
        *,
        state: str | None,
        stream: str | None,
        after: tuple[datetime, str] | None,
        limit: int,
    ) -> list[DeadLetter]:
        """Return up to `limit` dead letters, newest first."""
        rows = await newest_page(
            DeadLetterDocument.get_pymongo_collection(),
            indexed={"state": state} if state else {},
            rest=[{"stream": stream}] if stream else [],
            since=None,
            before=None,
            after=after,
            limit=limit,
            now=self._clock(),
            hidden=_HIDDEN,
        )
        return [shown(row) for row in rows]

    async def blank_in_all(self, *, before: datetime, limit: int) -> int:
        """Drop bodies and headers of up to `limit` letters of before then; return of how many.

        Replayed or not: they may tell of people. What is replayed later needs a repaired body.
        """
        collection = DeadLetterDocument.get_pymongo_collection()
        old = collection.find({"at": {"$lt": before}, "body": {"$gt": ""}}, {"_id": 1}).limit(limit)
        ids = [row["_id"] for row in await old.to_list()]
        if ids:
            blank = {"$set": {"body": "", "headers": {}}, "$inc": {"version": 1}}
            await collection.update_many({"_id": {"$in": ids}}, blank)
        return len(ids)
