"""The signing keys: next -> active -> retired, all published, persisted."""

import asyncio
import secrets
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeyParameters, KeySet, RSAKey

from devstack.identity.store import Store

ALGORITHM = "RS256"
RETIRED_KEYS = 2  # enough that a token outlives two rotations in a row


class SigningKeys:
    """One set for all applications, as authentik providers sharing a certificate have."""

    def __init__(self, store: Store, *, now: Callable[[], float]) -> None:
        self._store = store
        self._now = now
        self._ring: dict[str, list[RSAKey]] = {}

    def load(self) -> None:
        """Make what is missing: the first start makes an active and a next key."""
        for state in ("active", "next"):
            if not self._stored(state):
                self._add(_generate(), state=state)
        self._ring = {state: self._stored(state) for state in ("next", "active", "retired")}

    async def rotate(self) -> dict[str, Any]:
        """Verifiers have seen the next key long before it signs."""
        made = await asyncio.to_thread(_generate)
        self._store.change("UPDATE keys SET state = 'retired' WHERE state = 'active'", {})
        self._store.change("UPDATE keys SET state = 'active' WHERE state = 'next'", {})
        self._add(made, state="next")
        self._store.change(
            "DELETE FROM keys WHERE state = 'retired' AND kid NOT IN (SELECT kid FROM keys"
            " WHERE state = 'retired' ORDER BY rowid DESC LIMIT :kept)",
            {"kept": RETIRED_KEYS},
        )
        self.load()
        return {
            "next": self._ring["next"][0].kid,
            "active": self._ring["active"][0].kid,
            "retired": [key.kid for key in self._ring["retired"]],
        }

    def published(self) -> dict[str, Any]:
        """Return the JWKS document, the active key first."""
        keys = [*self._ring["active"], *self._ring["next"], *self._ring["retired"]]
        return {"keys": [key.as_dict(private=False) for key in keys]}

    def sign(self, claims: dict[str, Any]) -> str:
        """Sign with the active key."""
        key = self._ring["active"][0]
        return jwt.encode({"alg": ALGORITHM, "kid": key.kid}, claims, key)

    def claims_of(self, token: str) -> dict[str, Any] | None:
        """Return what was signed here, expired or not; None for anything else."""
        keys = KeySet([key for state in self._ring.values() for key in state])
        try:
            return jwt.decode(token, keys, algorithms=[ALGORITHM]).claims
        except (JoseError, ValueError):
            return None

    def _stored(self, state: str) -> list[RSAKey]:
        rows = self._store.all(
            "SELECT kid, private FROM keys WHERE state = :state ORDER BY rowid DESC",
            {"state": state},
        )
        return [_read(row["kid"], row["private"]) for row in rows]

    def _add(self, key: RSAKey, *, state: str) -> None:
        self._store.change(
            "INSERT INTO keys (kid, state, private, created_at)"
            " VALUES (:kid, :state, :private, :now)",
            {
                "kid": key.kid,
                "state": state,
                "private": key.as_pem(private=True).decode(),
                "now": self._now(),
            },
        )


def _generate() -> RSAKey:
    return RSAKey.generate_key(2048, _parameters(secrets.token_hex(16)))


def _read(kid: str, pem: str) -> RSAKey:
    # Checking that the primes are primes takes 0.1 s a key, and they were made here.
    key = load_pem_private_key(pem.encode(), None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, RSAPrivateKey):
        raise TypeError(f"the stored key {kid} is no RSA key")
    return RSAKey.import_key(key, _parameters(kid))


def _parameters(kid: str) -> KeyParameters:
    return {"kid": kid, "use": "sig", "alg": ALGORITHM}
