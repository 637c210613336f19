"""Who runs the command of an Idempotency-Key, and what came of it: the stored part."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from beanie import Document
from bus import deadline
from contracts.faults import Conflict, Malformed
from pydantic import Field
from pymongo import ASCENDING, IndexModel, ReturnDocument
from pymongo.errors import DuplicateKeyError

from chassis.clock import Clock, now
from chassis.ids import uuid7

_KEPT = timedelta(hours=24)
# Without a deadline, how long a command may run before its service counts as killed.
_LONGEST_RUN = timedelta(seconds=60)
# The clocks of two machines differ, and what is late may still be on its way to the database.
_GRACE = timedelta(seconds=5)


class StillRunning(Conflict):
    """The first request with this key hasn't been answered yet."""

    reason = "idempotency_key_in_use"


class KeyReused(Malformed):
    """The key came with another request before."""

    reason = "idempotency_key_reused"


class IdempotencyDocument(Document):
    """One command's key, what it asked, and the answer once there is one."""

    id: str = Field(alias="_id")  # type: ignore[assignment]
    asked: str
    at: datetime
    # Whoever runs it, and until when: then it was killed, and the next try takes over.
    runner: str
    until: datetime
    status: int | None = None
    answer: str | None = None

    class Settings:
        """Claimed by `_id`; MongoDB removes what is over a day old."""

        name = "idempotency"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("at", ASCENDING)], expireAfterSeconds=int(_KEPT.total_seconds()))
        ]


class Claim:
    """The right to run one command; lost to whoever takes over when it was held too long."""

    def __init__(self, identity: str, *, asked: str, clock: Clock = now) -> None:
        self._identity = identity
        self._asked = asked
        self._clock = clock
        self._runner = uuid7()

    async def take(self) -> dict[str, Any] | None:
        """Return the kept answer, or None when the claim is ours."""
        collection = IdempotencyDocument.get_pymongo_collection()
        while True:
            moment = self._clock()
            ours = {"asked": self._asked, "at": moment, "runner": self._runner}
            ours["until"] = self._until(moment)
            try:
                await collection.insert_one({"_id": self._identity, **ours})
            except DuplicateKeyError:
                kept: dict[str, Any] | None = await collection.find_one({"_id": self._identity})
            else:
                return None
            if kept is None:
                continue  # given up just now
            if kept["asked"] != self._asked:
                raise KeyReused("This Idempotency-Key came with another request; use a new key.")
            if "status" in kept:
                return kept
            taken = await collection.find_one_and_update(
                {"_id": self._identity, "runner": kept["runner"], "until": {"$lt": moment}},
                {"$set": ours},
                return_document=ReturnDocument.AFTER,
            )
            if taken is None:
                raise StillRunning(
                    "The first request with this Idempotency-Key is still running.",
                    retry_after_seconds=1,
                )
            return None

    async def keep(self, *, status: int, answer: str) -> None:
        """Keep the answer for whoever asks again."""
        await IdempotencyDocument.get_pymongo_collection().update_one(
            {"_id": self._identity, "runner": self._runner},
            {"$set": {"status": status, "answer": answer}},
        )

    async def give_up(self) -> None:
        """Let the next try run the command."""
        await IdempotencyDocument.get_pymongo_collection().delete_one(
            {"_id": self._identity, "runner": self._runner}
        )

    @staticmethod
    def _until(moment: datetime) -> datetime:
        left = deadline.remaining_seconds()
        longest = _LONGEST_RUN if left is None else min(timedelta(seconds=left), _LONGEST_RUN)
        return moment + longest + _GRACE
