"""Dry runs that may be carried out: stored by the hash of their tokens, until they expire."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Annotated, ClassVar

from beanie import Document
from chassis import Clock, now
from pydantic import Field
from pymongo import ASCENDING, IndexModel

_KEPT = timedelta(minutes=15)


class PreviewDocument(Document):
    """One dry run."""

    # Hash of the token.
    id: Annotated[str, Field(alias="_id")]  # type: ignore[assignment]
    fingerprint: str
    expires_at: Annotated[datetime, Field(alias="expiresAt")]

    class Settings:
        """Found by `_id`; MongoDB removes what has expired."""

        name = "bulk_previews"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("expiresAt", ASCENDING)], name="expired", expireAfterSeconds=0)
        ]


class Previews:
    """Gives tokens and takes them back, each once."""

    def __init__(self, *, clock: Clock = now) -> None:
        self._clock = clock

    async def keep(self, fingerprint: str) -> tuple[str, datetime]:
        """Return the token of a dry run, and when it expires."""
        token, until = secrets.token_urlsafe(24), self._clock() + _KEPT
        await PreviewDocument.get_pymongo_collection().insert_one(
            {"_id": _hashed(token), "fingerprint": fingerprint, "expiresAt": until}
        )
        return token, until

    async def redeem(self, token: str, fingerprint: str) -> bool:
        """Say whether the token permits this; it does once."""
        gone = await PreviewDocument.get_pymongo_collection().delete_one(
            {
                "_id": _hashed(token),
                "fingerprint": fingerprint,
                "expiresAt": {"$gt": self._clock()},
            }
        )
        return gone.deleted_count == 1


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
