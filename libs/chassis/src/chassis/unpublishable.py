"""Entries that the bus will never take: kept where people find them, out of everybody's way."""

from typing import Any

import structlog
from pymongo.asynchronous.collection import AsyncCollection

from chassis.clock import now
from chassis.documents import OutboxEntry

log = structlog.get_logger()

COLLECTION = "unpublishable"


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
