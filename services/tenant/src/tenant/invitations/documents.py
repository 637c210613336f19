"""How invitations are stored."""

from typing import Annotated, ClassVar

from chassis import StoredDocument, outbox_index
from contracts.tenant.v1 import Invitation
from pydantic import Field
from pymongo import ASCENDING, IndexModel


class InvitationDocument(StoredDocument, Invitation, extra="ignore"):
    """An invitation, by the hash of its token: who reads the database can't accept it."""

    token_hash: Annotated[str, Field(alias="tokenHash")]
    # open, accepted or withdrawn: it goes on telling until its entries are published.
    state: str = "open"

    class Settings:
        """Each index serves the query named beside it."""

        name = "invitations"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [
            outbox_index(),
            # accept
            IndexModel([("tokenHash", ASCENDING)], name="token_hash", unique=True),
            # list, and whoever is invited again
            IndexModel([("tenantSlug", ASCENDING), ("email", ASCENDING)], name="tenant_email"),
        ]
