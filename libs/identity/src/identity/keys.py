"""An issuer's public keys, imported one by one (RFC 7517)."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from cryptography.exceptions import UnsupportedAlgorithm
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey
from joserfc.util import base64_to_int

from identity.loading import KeysNotLoaded

log = structlog.get_logger(__name__)

KINDS: Mapping[str, type[RSAKey | ECKey | OKPKey]] = {"RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}
# A broken certificate beside a good key must not cost the key: x5c and the like stay out.
MEMBERS = ("kty", "kid", "use", "key_ops", "alg", "n", "e", "crv", "x", "y")
RSA_BITS = range(2048, 8193)  # RFC 7518 §3.3 sets the floor, the cost of verifying the ceiling


class KeySet:
    """The usable keys of one JWKS document."""

    def __init__(self, keys: Sequence[Key]) -> None:
        self._only = keys[0] if len(keys) == 1 else None
        self._by_id: dict[str, Key] = {}
        for key in keys:
            if key.kid:
                self._by_id.setdefault(key.kid, key)

    def find(self, kid: str | None) -> Key | None:
        """Without a `kid` only a set of one key has an answer."""
        return self._only if kid is None else self._by_id.get(kid)


def read_key_set(document: bytes) -> KeySet:
    """Refuse a document without a single usable key: it must not replace a good set."""
    try:
        members = json.loads(document)["keys"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise KeysNotLoaded("the answer is not a JSON Web Key Set") from None
    keys = [key for member in _listed(members) if (key := _imported(member)) is not None]
    if not keys:
        # authentik without a signing key publishes {} or an empty list and signs with HS256.
        raise KeysNotLoaded("the key set has no usable public key")
    return KeySet(keys)


def _listed(members: Any) -> list[Any]:
    return members if isinstance(members, list) else []


def _imported(member: Any) -> Key | None:
    try:
        return _import(member)
    except (
        JoseError,
        UnsupportedAlgorithm,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        ArithmeticError,
    ) as error:
        kid = member.get("kid") if isinstance(member, dict) else None
        log.warning("signing_key_refused", kid=str(kid), cause=type(error).__name__)
        return None


def _import(member: Any) -> Key:
    if member.get("use", "sig") != "sig":
        raise ValueError("not for signatures")
    if not isinstance(member.get("kid", ""), str):
        raise TypeError("kid")
    if "d" in member:
        # Whoever published it lost it: anybody can sign with this key now.
        raise ValueError("a private key in public")
    if member["kty"] == "RSA" and base64_to_int(member["n"]).bit_length() not in RSA_BITS:
        raise ValueError("RSA modulus outside 2048 to 8192 bits")
    kind = KINDS[member["kty"]]
    return kind.import_key({name: member[name] for name in MEMBERS if name in member})
