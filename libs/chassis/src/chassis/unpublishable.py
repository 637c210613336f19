"""Entries that the bus will never take: kept where people find them, out of everybody's way."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import structlog
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import PyMongoError

from chassis.clock import now
from chassis.documents import OutboxEntry

log = structlog.get_logger()

COLLECTION = "unpublishable"
_LOOK_SECONDS = 60 * 60.0


async def set_aside(
    collection: AsyncCollection[dict[str, Any]],
    document_id: Any,
    entry: OutboxEntry,
    *,
    reason: str,
) -> None:
    """Keep the entry before its document lets go of it; once, however often a kill repeats this."""
    kept = {
        **entry.model_dump(exclude={"id"}),
        "collection": collection.name,
        "documentId": document_id,
        "reason": reason,
        "setAsideAt": now(),
    }
    await collection.database[COLLECTION].replace_one({"_id": entry.id}, kept, upsert=True)
    log.error(
        "entry_unpublishable",
        entry_id=entry.id,
        subject=entry.subject,
        collection=collection.name,
        document_id=document_id,
        reason=reason,
    )


async def forget_old(database: AsyncDatabase[dict[str, Any]], *, before: datetime) -> int:
    """Drop what was set aside before then, for it may tell of people; return how much it was."""
    dropped = await database[COLLECTION].delete_many({"setAsideAt": {"$lt": before}})
    if dropped.deleted_count:
        log.error("unpublishable_entries_dropped", entries=dropped.deleted_count)
    return dropped.deleted_count


async def keep_forgetting(database: AsyncDatabase[dict[str, Any]], *, days: int) -> None:
    """Drop what is older than so many days, now and every hour, until cancelled."""
    while True:
        try:
            await forget_old(database, before=now() - timedelta(days=days))
        except PyMongoError as error:
            log.warning("forgetting_waits", reason=str(error).split(",", 1)[0])
        await asyncio.sleep(_LOOK_SECONDS)
