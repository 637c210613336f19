"""Every query about what a purged tenant leaves in other collections, but for its people."""

from chassis import StoredDocument, scoped

from tenant.api_keys.documents import ApiKeyDocument
from tenant.invitations.documents import InvitationDocument
from tenant.notes.documents import NoteDocument

# Not its subscription: margin reports look back (ADR 0033).
_COLLECTIONS: tuple[type[StoredDocument], ...] = (ApiKeyDocument, InvitationDocument, NoteDocument)


class Remains:
    """Removed once nothing about them is left to be published."""

    async def remove(self, slug: str) -> bool:
        """Remove what can go; say whether that was all."""
        is_all = True
        for document in _COLLECTIONS:
            collection = document.get_pymongo_collection()
            await collection.delete_many(scoped(slug) | {"outbox": []})
            is_all = is_all and await collection.find_one(scoped(slug), {"_id": 1}) is None
        return is_all
