"""Every query about alerts; nothing else touches the collection."""

from datetime import datetime, timedelta

from pymongo.errors import DuplicateKeyError

from health.alerts.documents import AlertDocument

# An instance that was killed while sending: somebody else sends it, at the worst a second time.
_CLAIM = timedelta(minutes=5)


class AlertStore:
    """Claims, so that instances don't all send."""

    async def claim(self, key: str, now: datetime) -> bool:
        """Say whether sending it is ours."""
        collection = AlertDocument.get_pymongo_collection()
        try:
            await collection.insert_one({"_id": key, "claimedAt": now, "state": "sending"})
        except DuplicateKeyError:
            taken = await collection.update_one(
                {"_id": key, "state": "sending", "claimedAt": {"$lt": now - _CLAIM}},
                {"$set": {"claimedAt": now}},
            )
            return bool(taken.matched_count)
        return True

    async def finish(self, key: str, state: str) -> None:
        """Note how it ended: sent or refused."""
        await AlertDocument.get_pymongo_collection().update_one(
            {"_id": key}, {"$set": {"state": state}}
        )

    async def was_sent(self, key: str) -> bool:
        """Say whether it arrived."""
        collection = AlertDocument.get_pymongo_collection()
        return await collection.find_one({"_id": key, "state": "sent"}) is not None
