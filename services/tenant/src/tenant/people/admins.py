"""Who is platform admin, so that two operators at once can't remove the last two."""

from typing import ClassVar

from beanie import Document
from pydantic import Field

from tenant.people.rules import LastPlatformAdmin

_ID = "platform_admins"


class PlatformAdminsDocument(Document):
    """One document for the whole platform: the ids of active platform admins."""

    id: str = Field(_ID, alias="_id")  # type: ignore[assignment]
    holders: list[str] = Field(default_factory=list)

    class Settings:
        """A single document needs no index."""

        name = "platform"
        indexes: ClassVar[list[str]] = []


async def enlist_in_all(user_id: str) -> None:
    """Count this person in. Called after the grant is stored.

    A kill in between leaves an admin who isn't counted: the guard then refuses more, never less.
    """
    await PlatformAdminsDocument.get_pymongo_collection().update_one(
        {"_id": _ID}, {"$addToSet": {"holders": user_id}}, upsert=True
    )


async def release_from_all(user_id: str) -> None:
    """Count this person out, unless nobody would remain. Called before the revocation is stored."""
    collection = PlatformAdminsDocument.get_pymongo_collection()
    released = await collection.update_one(
        {"_id": _ID, "holders": user_id, "holders.1": {"$exists": True}},
        {"$pull": {"holders": user_id}},
    )
    if released.matched_count:
        return
    if await collection.find_one({"_id": _ID, "holders": user_id}):
        raise LastPlatformAdmin("This is the last platform admin; appoint another one first.")
