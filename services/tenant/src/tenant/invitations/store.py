"""Every query about invitations; nothing else touches the collection."""

from collections.abc import Callable, Sequence
from datetime import datetime

from chassis import Outbox, OutboxEntry, as_contract, scoped
from contracts.tenant.v1 import Invitation

from tenant.invitations.documents import InvitationDocument
from tenant.invitations.rules import InvitationNotFound

Decide = Callable[[InvitationDocument], Sequence[OutboxEntry]]
_HIDDEN = {"outbox": 0, "tokenHash": 0}
_MOST = 500


class InvitationStore:
    """Invitations in MongoDB."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def insert(self, invitation: InvitationDocument, entry: OutboxEntry) -> None:
        """Store a new one; older ones to the same address end."""
        await self._outbox.insert(invitation, [entry])
        same = {"email": invitation.email, "state": "open", "_id": {"$ne": invitation.id}}
        await InvitationDocument.get_pymongo_collection().update_many(
            scoped(invitation.tenant_slug) | same, {"$set": {"state": "withdrawn"}}
        )

    async def open(self, slug: str, *, at: datetime) -> list[Invitation]:
        """Return a tenant's open invitations, by address."""
        collection = InvitationDocument.get_pymongo_collection()
        is_open = {"state": "open", "expiresAt": {"$gt": at}}
        found = collection.find(scoped(slug) | is_open, _HIDDEN).sort("email").limit(_MOST)
        return [as_contract(Invitation, raw) for raw in await found.to_list()]

    async def change(self, slug: str, invitation_id: str, decide: Decide) -> InvitationDocument:
        """Load one of a tenant's, decide, save."""
        collection = InvitationDocument.get_pymongo_collection()

        async def load() -> InvitationDocument:
            found = await collection.find_one(scoped(slug) | {"_id": invitation_id.lower()})
            if found is None:
                raise InvitationNotFound("There is no such invitation.")
            return InvitationDocument.read_stored(found)

        return await self._outbox.change(load, decide)

    async def spend_in_all(self, token_hash: str, *, at: datetime) -> InvitationDocument:
        """End the open invitation with this token, in one write: the second finds none."""
        spent = await InvitationDocument.get_pymongo_collection().find_one_and_update(
            {"tokenHash": token_hash, "state": "open", "expiresAt": {"$gt": at}},
            {"$set": {"state": "accepted"}, "$inc": {"version": 1}},
        )
        if spent is None:
            raise InvitationNotFound("There is no such invitation, or no longer.")
        return InvitationDocument.read_stored(spent)
