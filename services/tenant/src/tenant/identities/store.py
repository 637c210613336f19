"""Every query about links by which somebody joins two ways of signing in."""

from datetime import datetime

from chassis import Outbox, OutboxEntry

from tenant.identities.documents import IdentityInvitationDocument
from tenant.identities.rules import IdentityInvitationNotFound


class IdentityInvitationStore:
    """Links in MongoDB."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def insert(self, invitation: IdentityInvitationDocument, entry: OutboxEntry) -> None:
        """Store a new one."""
        await self._outbox.insert(invitation, [entry])

    async def spend_in_all(self, token_hash: str, *, at: datetime) -> str:
        """Use the link with this token up, in one write; return whose it is."""
        spent = await IdentityInvitationDocument.get_pymongo_collection().find_one_and_update(
            {"tokenHash": token_hash, "used": False, "expiresAt": {"$gt": at}},
            {"$set": {"used": True}, "$inc": {"version": 1}},
        )
        if spent is None:
            raise IdentityInvitationNotFound("There is no such link, or no longer.")
        user_id: str = spent["userId"]
        return user_id
