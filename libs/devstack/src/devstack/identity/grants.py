"""What a person has granted an application, and the secrets that stand for it."""

import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass

from devstack.identity.store import Store

CODE_SECONDS = 60
REFRESH_SECONDS = 30 * 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One sign-in to one application; all tokens that come of it share its id."""

    id: str
    client_id: str
    account_id: int
    sid: str
    signed_in_at: float
    scopes: tuple[str, ...]
    nonce: str


class SpentTwice(Exception):  # noqa: N818 - faults state the fact (style.md 5)
    """A single-use secret came again: one of the two who had it stole it."""


class Codes:
    """Authorization codes: single use, a minute long (RFC 6749 §4.1.2)."""

    def __init__(self, store: Store, *, now: Callable[[], float]) -> None:
        self._store = store
        self._now = now

    def issue(self, grant: Grant, *, redirect_uri: str, challenge: str) -> str:
        """Only the digest is kept: the file does not hold usable codes."""
        code = secrets.token_urlsafe(32)
        self._store.change("DELETE FROM codes WHERE expires_at < :now - 3600", {"now": self._now()})
        self._store.change(
            "INSERT INTO codes (digest, grant_id, content, redirect_uri, challenge, expires_at)"
            " VALUES (:digest, :grant, :content, :redirect_uri, :challenge, :expires_at)",
            {
                "digest": digest(code),
                "grant": grant.id,
                "content": to_json(grant),
                "redirect_uri": redirect_uri,
                "challenge": challenge,
                "expires_at": self._now() + CODE_SECONDS,
            },
        )
        return code

    def spend(
        self, code: str, *, client_id: str, redirect_uri: str, challenge: str
    ) -> Grant | None:
        """Whoever presents it uses it up, even when the rest does not fit."""
        row = self._store.one(
            "SELECT * FROM codes WHERE digest = :digest", {"digest": digest(code)}
        )
        if row is None:
            return None
        grant = from_json(row["content"])
        spent = self._store.change(
            "UPDATE codes SET used_at = :now WHERE digest = :digest AND used_at IS NULL",
            {"digest": row["digest"], "now": self._now()},
        )
        if not spent:
            raise SpentTwice(grant.id)
        fits = (
            row["expires_at"] > self._now()
            and grant.client_id == client_id
            and row["redirect_uri"] == redirect_uri
            and secrets.compare_digest(row["challenge"], challenge)
        )
        return grant if fits else None


class RefreshTokens:
    """Rotated at every use; using one twice ends the whole family (RFC 9700 §4.14.2)."""

    def __init__(self, store: Store, *, now: Callable[[], float]) -> None:
        self._store = store
        self._now = now

    def issue(self, grant: Grant) -> str:
        """Return the next one of the grant's family."""
        token = secrets.token_urlsafe(32)
        self._store.change(
            "INSERT INTO refresh_tokens (digest, grant_id, sid, content, expires_at)"
            " VALUES (:digest, :grant, :sid, :content, :expires_at)",
            {
                "digest": digest(token),
                "grant": grant.id,
                "sid": grant.sid,
                "content": to_json(grant),
                "expires_at": self._now() + REFRESH_SECONDS,
            },
        )
        return token

    def spend(self, token: str, *, client_id: str) -> Grant | None:
        """None for what is unknown, expired, revoked or another application's."""
        row = self._store.one(
            "SELECT * FROM refresh_tokens WHERE digest = :digest", {"digest": digest(token)}
        )
        if row is None or row["revoked_at"] is not None or row["expires_at"] <= self._now():
            return None
        grant = from_json(row["content"])
        if grant.client_id != client_id:
            return None
        spent = self._store.change(
            "UPDATE refresh_tokens SET used_at = :now WHERE digest = :digest AND used_at IS NULL",
            {"digest": row["digest"], "now": self._now()},
        )
        if not spent:
            raise SpentTwice(grant.id)
        return grant

    def revoke(self, *, grant_id: str = "", sid: str = "") -> None:
        """End a family, or all families of a session."""
        self._store.change(
            "UPDATE refresh_tokens SET revoked_at = :now"
            " WHERE (grant_id = :grant OR sid = :sid) AND revoked_at IS NULL",
            {"grant": grant_id, "sid": sid, "now": self._now()},
        )


def digest(secret: str) -> str:
    """Random secrets need no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def to_json(grant: Grant) -> str:
    """For the store."""
    return json.dumps(asdict(grant))


def from_json(content: str) -> Grant:
    """From the store."""
    members = json.loads(content)
    return Grant(**members | {"scopes": tuple(members["scopes"])})
