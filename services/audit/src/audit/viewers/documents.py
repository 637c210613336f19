"""How viewer tokens are stored: never the token, only its hash."""

from typing import Annotated, ClassVar

from chassis import StoredDocument, outbox_index
from contracts.audit.v1 import ViewerToken
from pydantic import Field
from pymongo import ASCENDING, IndexModel


class ViewerTokenDocument(StoredDocument, ViewerToken, extra="ignore"):
    """A token with what only the store needs."""

    token_hash: Annotated[str, Field(alias="tokenHash")]
    is_revoked: Annotated[bool, Field(alias="isRevoked")] = False

    class Settings:
        """Each index serves the query named beside it."""

        name = "viewer_tokens"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [
            outbox_index(),
            # by the token that somebody brings
            IndexModel([("tokenHash", ASCENDING)], name="tokenHash"),
            # list a tenant's
            IndexModel([("tenantSlug", ASCENDING), ("_id", ASCENDING)], name="tenantSlug"),
            # clear away what is over
            IndexModel([("expiresAt", ASCENDING)], name="expiresAt"),
        ]
