"""Every query about people; nothing else touches the collections."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from chassis import Outbox, OutboxEntry, as_contract, scoped
from contracts.tenant.v1 import User
from pymongo.errors import DuplicateKeyError

from tenant.people.documents import UserDocument
from tenant.people.rules import UserNotFound, UserTaken

Decide = Callable[[UserDocument], Sequence[OutboxEntry]]
_HIDDEN = dict.fromkeys(
    ("outbox", "identityKeys", "externalKeys", "arrivals", "verifiedEmail", "firstAdminGranted"), 0
)
# Where a person says which tenants they are of.
_BELONGING = ("memberships.tenantSlug", "inactiveMemberships.tenantSlug")


class UserStore:
    """People in MongoDB."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def insert(self, user: UserDocument, entries: Sequence[OutboxEntry]) -> None:
        """Store a new person; `UserTaken` says that somebody just made the same one."""
        try:
            await self._outbox.insert(user, entries)
        except DuplicateKeyError as error:
            raise UserTaken("There is somebody with this identity or address.") from error

    async def change(
        self, load: Callable[[], Awaitable[UserDocument]], decide: Decide
    ) -> UserDocument:
        """Load, decide, save; no entries from `decide` means no write."""
        try:
            return await self._outbox.change(load, decide)
        except DuplicateKeyError as error:
            raise UserTaken("The identity or the address belongs to somebody else.") from error

    async def by_id_in_all(self, user_id: str) -> UserDocument:
        """Return a person by id."""
        found = await self._find_in_all({"_id": user_id.lower()})
        if found is None:
            raise UserNotFound(f"There is no user {user_id}.")
        return found

    async def by_identity_in_all(self, identity_key: str) -> UserDocument | None:
        """Return the person who signs in so."""
        return await self._find_in_all({"identityKeys": identity_key})

    async def by_email_in_all(self, verified_email: str) -> UserDocument | None:
        """Return the person with this verified address."""
        return await self._find_in_all({"verifiedEmail": verified_email})

    async def page(
        self, tenant_slug: str, *, after: tuple[datetime | None, str] | None, limit: int
    ) -> list[User]:
        """Return up to `limit` of a tenant's people, the last to sign in first.

        Those who never signed in come last: a missing time sorts below every time.
        """
        collection = UserDocument.get_pymongo_collection()
        behind: dict[str, Any] = {}
        if after is not None:
            moment, user_id = after
            behind = {"lastLoginAt": moment, "_id": {"$lt": user_id}}
            if moment is not None:
                behind = {"$or": [behind, {"lastLoginAt": {"$lt": moment}}, {"lastLoginAt": None}]}
        found = await collection.aggregate(
            [
                {"$match": scoped(tenant_slug, by="memberships.tenantSlug")},
                {"$match": behind},
                {"$sort": {"lastLoginAt": -1, "_id": -1}},
                {"$limit": limit},
                {"$project": _HIDDEN},
            ]
        )
        return [as_contract(User, raw) for raw in await found.to_list()]

    async def members(self, tenant_slug: str, *, after: tuple[str, str], limit: int) -> list[User]:
        """Return up to `limit` of a tenant's people by address, deactivated ones included."""
        email, user_id = after
        behind = {"$or": [{"email": {"$gt": email}}, {"email": email, "_id": {"$gt": user_id}}]}
        found: list[User] = []
        # One after the other: not every database finds either of two by their indexes.
        for place in _BELONGING:
            rows = await UserDocument.get_pymongo_collection().aggregate(
                [
                    {"$match": scoped(tenant_slug, by=place)},
                    {"$match": behind},
                    {"$sort": {"email": 1, "_id": 1}},
                    {"$limit": limit},
                    {"$project": _HIDDEN},
                ]
            )
            found += [as_contract(User, raw) for raw in await rows.to_list()]
        return sorted(found, key=lambda user: (user.email, user.id))[:limit]

    async def members_in_all(self, tenant_slug: str) -> list[str]:
        """Return the ids of a tenant's people, those who left the platform included."""
        collection = UserDocument.get_pymongo_collection()
        return [
            raw["_id"]
            for place in _BELONGING
            for raw in await collection.find(scoped(tenant_slug, by=place), {"_id": 1}).to_list()
        ]

    async def is_any_in_all(self, condition: Mapping[str, Any], *, among: dict[str, Any]) -> bool:
        """Say whether somebody who meets the condition has an id `among` these."""
        found = UserDocument.get_pymongo_collection().find_one({**condition, "_id": among})
        return await found is not None

    async def found_in_all(self, q: str, *, after: str, limit: int) -> list[User]:
        """Return up to `limit` people whose address or name begins so, by id."""
        begins = {"$regex": f"^{re.escape(q.strip())}", "$options": "i"}
        like = {"$or": [{"email": begins}, {"name": begins}]} if q.strip() else {}
        collection = UserDocument.get_pymongo_collection()
        found = collection.find({"$and": [{"_id": {"$gt": after}}, like]}, _HIDDEN)
        return [as_contract(User, raw) for raw in await found.sort("_id").limit(limit).to_list()]

    async def _find_in_all(self, by: dict[str, Any]) -> UserDocument | None:
        found = await UserDocument.get_pymongo_collection().find_one(by)
        return UserDocument.read_stored(found) if found else None
