"""How links are stored by which somebody joins two ways of signing in."""

from datetime import datetime
from typing import Annotated, ClassVar

from chassis import StoredDocument, outbox_index
from pydantic import Field
from pymongo import ASCENDING, IndexModel


class IdentityInvitationDocument(StoredDocument):
    """A link that works once, by the hash of its token: who reads the database can't use it."""

    token_hash: Annotated[str, Field(alias="tokenHash")]
    user_id: Annotated[str, Field(alias="userId")]
    expires_at: Annotated[datetime, Field(alias="expiresAt")]
    # Set once: it goes on telling until its entries are published, and expires later.
    used: bool = False

    class Settings:
        """Each index serves the query named beside it."""

        name = "identity_invitations"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [
            outbox_index(),
            # accept
            IndexModel([("tokenHash", ASCENDING)], name="token_hash", unique=True),
            # MongoDB removes what nobody can use any more, long after its entry is published
            IndexModel([("expiresAt", ASCENDING)], name="expired", expireAfterSeconds=86400),
        ]
