"""Dry runs that may be carried out: stored by the hash of their tokens, until they expire."""

import hashlib
import secrets
from datetime import datetime, timedelta

from chassis import Clock, now

from tenant.bulk.documents import PreviewDocument

_KEPT = timedelta(minutes=15)


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
