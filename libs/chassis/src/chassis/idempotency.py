"""Keeps the answer to a command by its Idempotency-Key, so that trying again is safe."""

import hashlib
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, ClassVar, TypeVar

from beanie import Document
from bus import current_actor, idempotency_key
from contracts.faults import Conflict, Fault, Malformed
from contracts.message import Message
from contracts.platform.v1 import Problem
from contracts.rpc import Rpc
from pydantic import Field
from pymongo import ASCENDING, IndexModel, ReturnDocument
from pymongo.errors import DuplicateKeyError

from chassis.clock import Clock, now

Q = TypeVar("Q", bound=Message)
R = TypeVar("R", bound=Message)
_KEPT = timedelta(hours=24)
# A claim older than this belongs to a service that was killed: the next try may take it over.
_LEASE = timedelta(seconds=60)


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
    status: int | None = None
    answer: str | None = None

    class Settings:
        """Claimed by `_id`; MongoDB removes what is over a day old."""

        name = "idempotency"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("at", ASCENDING)], expireAfterSeconds=int(_KEPT.total_seconds()))
        ]


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


class Idempotency:
    """Runs a command once per (actor, rpc, key)."""

    def __init__(self, *, clock: Clock = now) -> None:
        self._clock = clock

    async def once(self, rpc: Rpc[Q, R], request: Q, run: Callable[[Q], Awaitable[R]]) -> R:
        """Answer from the kept answer, or run and keep it. Without a key: just run."""
        key = idempotency_key()
        if not key:
            return await run(request)
        actor = current_actor()
        identity = _digest(actor.id if actor else "", rpc.subject, key)
        asked = _digest(request.dump_json().decode())
        kept = await self._claim(identity, asked)
        if kept is not None:
            return self._replay(rpc, kept)
        collection = IdempotencyDocument.get_pymongo_collection()
        try:
            reply = await run(request)
        except Fault as fault:
            if fault.status >= 500:  # noqa: PLR2004 - a server's fault may pass: let them retry
                await collection.delete_one({"_id": identity})
            else:
                answer = fault.problem().dump_json().decode()
                await self._keep(identity, status=fault.status, answer=answer)
            raise
        except BaseException:
            await collection.delete_one({"_id": identity})
            raise
        await self._keep(identity, status=200, answer=reply.dump_json().decode())
        return reply

    async def _claim(self, identity: str, asked: str) -> dict[str, Any] | None:
        """Return the kept answer, or None when the claim is ours."""
        collection = IdempotencyDocument.get_pymongo_collection()
        moment = self._clock()
        try:
            await collection.insert_one({"_id": identity, "asked": asked, "at": moment})
        except DuplicateKeyError:
            kept: dict[str, Any] | None = await collection.find_one({"_id": identity})
        else:
            return None
        if kept is None:
            return await self._claim(identity, asked)
        if kept["asked"] != asked:
            raise KeyReused("This Idempotency-Key came with another request; use a new key.")
        if "status" in kept:
            return kept
        taken = await collection.find_one_and_update(
            {"_id": identity, "status": None, "at": {"$lt": moment - _LEASE}},
            {"$set": {"at": moment}},
            return_document=ReturnDocument.AFTER,
        )
        if taken is None:
            raise StillRunning(
                "The first request with this Idempotency-Key is still running.",
                retry_after_seconds=1,
            )
        return None

    async def _keep(self, identity: str, *, status: int, answer: str) -> None:
        await IdempotencyDocument.get_pymongo_collection().update_one(
            {"_id": identity}, {"$set": {"status": status, "answer": answer}}
        )

    @staticmethod
    def _replay(rpc: Rpc[Q, R], kept: dict[str, Any]) -> R:
        if kept["status"] == 200:  # noqa: PLR2004
            return rpc.reply.read(kept["answer"])
        raise Fault.of(Problem.read(kept["answer"]))
