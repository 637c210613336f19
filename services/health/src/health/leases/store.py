"""Every query about leases; nothing else touches the collection."""

from datetime import datetime

from pymongo.errors import DuplicateKeyError

from health.leases.documents import LeaseDocument


class LeaseStore:
    """Leases run out by themselves, so a killed instance needs nobody to clean up after it."""

    async def join(self, instance: str, *, until: datetime) -> None:
        """Be a member until then."""
        await LeaseDocument.get_pymongo_collection().update_one(
            {"_id": f"member.{instance}"}, {"$set": {"until": until}}, upsert=True
        )

    async def all_of(self, now: datetime) -> tuple[set[str], dict[int, str]]:
        """Return the members, and who holds which shard."""
        members: set[str] = set()
        shards: dict[int, str] = {}
        async for lease in LeaseDocument.get_pymongo_collection().find({"until": {"$gt": now}}):
            kind, _, name = str(lease["_id"]).partition(".")
            if kind == "member":
                members.add(name)
            else:
                shards[int(name)] = str(lease["owner"])
        return members, shards

    async def take(self, shard: int, instance: str, *, until: datetime, now: datetime) -> bool:
        """Hold a shard that nobody else holds; say whether it is ours."""
        collection = LeaseDocument.get_pymongo_collection()
        identity = f"shard.{shard}"
        try:
            done = await collection.update_one(
                {"_id": identity, "until": {"$lte": now}},
                {"$set": {"owner": instance, "until": until}},
                upsert=True,
            )
        except DuplicateKeyError:
            # Somebody holds it: the upsert found no expired one and couldn't make another.
            return False
        return bool(done.matched_count or done.upserted_id)

    async def renew(self, instance: str, *, until: datetime) -> None:
        """Hold everything that is ours for longer."""
        await LeaseDocument.get_pymongo_collection().update_many(
            {"owner": instance}, {"$set": {"until": until}}
        )

    async def release(self, instance: str, shard: int | None = None) -> None:
        """Give up one shard, or all of them and the membership."""
        collection = LeaseDocument.get_pymongo_collection()
        if shard is not None:
            await collection.delete_one({"_id": f"shard.{shard}", "owner": instance})
            return
        await collection.delete_many({"owner": instance})
        await collection.delete_one({"_id": f"member.{instance}"})
