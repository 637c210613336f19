"""Every query about work; nothing else touches the collection."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from chassis import scoped
from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from tenant.provisioning.queue.documents import WorkDocument

_NEVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Work:
    """A tenant that this instance, and nobody else, works on."""

    slug: str
    generation: int
    touched: bool
    epoch: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Where a tenant stands in the queue."""

    generation: int
    due_at: datetime


class WorkQueue:
    """Leases run out by themselves, so a killed instance needs nobody to clean up after it."""

    async def touch(self, slug: str, *, at: datetime, generations: int = 1) -> int:
        """Let a tenant be worked on now; return the generation that will be observed then.

        Each of several events at once makes a generation, so their number never depends on how
        they arrived.
        """
        collection = WorkDocument.get_pymongo_collection()
        while True:
            work = await collection.find_one_and_update(
                scoped(slug, by="_id"),
                {"$inc": {"generation": generations}, "$set": {"dueAt": at, "touched": True}},
                return_document=ReturnDocument.AFTER,
            )
            if work:
                return int(work["generation"])
            # Not an upsert: of two at once the embedded database tells one of nothing.
            begun = {"generation": 0, "dueAt": at, "touched": True, "epoch": 0}
            with suppress(DuplicateKeyError):
                await collection.insert_one(
                    {**scoped(slug, by="_id"), **begun, "leasedUntil": _NEVER}
                )

    async def touch_all(self, *, at: datetime) -> None:
        """Let every tenant be worked on, without a new generation."""
        await WorkDocument.get_pymongo_collection().update_many(
            {}, {"$set": {"dueAt": at, "touched": True}}
        )

    async def claim_in_all(self, *, now: datetime, until: datetime) -> Work | None:
        """Take the tenant that is overdue the longest, and that nobody works on."""
        taken = await WorkDocument.get_pymongo_collection().find_one_and_update(
            {"dueAt": {"$lte": now}, "leasedUntil": {"$lte": now}},
            {"$set": {"leasedUntil": until}, "$inc": {"epoch": 1}},
            sort={"dueAt": 1},
            return_document=ReturnDocument.AFTER,
        )
        if taken is None:
            return None
        return Work(taken["_id"], taken["generation"], bool(taken["touched"]), taken["epoch"])

    async def renew(self, work: Work, *, until: datetime) -> bool:
        """Hold it for longer; say whether it was still ours."""
        held = await WorkDocument.get_pymongo_collection().update_one(
            {**scoped(work.slug, by="_id"), "epoch": work.epoch}, {"$set": {"leasedUntil": until}}
        )
        return held.matched_count == 1

    async def settle(self, work: Work, *, due_at: datetime, touched: bool) -> None:
        """Let go of it until then, unless it was touched meanwhile: then it is due at once."""
        collection = WorkDocument.get_pymongo_collection()
        released = {"leasedUntil": _NEVER}
        ours = {**scoped(work.slug, by="_id"), "epoch": work.epoch}
        done = await collection.update_one(
            {**ours, "generation": work.generation},
            {"$set": {**released, "dueAt": due_at, "touched": touched}},
        )
        if done.matched_count == 0:
            await collection.update_one(ours, {"$set": released})

    async def drop(self, slug: str) -> None:
        """Work on it no more."""
        await WorkDocument.get_pymongo_collection().delete_one(scoped(slug, by="_id"))

    async def waiting(self, slug: str) -> Waiting | None:
        """Say where a tenant stands."""
        found = await WorkDocument.get_pymongo_collection().find_one(scoped(slug, by="_id"))
        return Waiting(found["generation"], found["dueAt"]) if found else None
