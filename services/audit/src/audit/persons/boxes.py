"""Personal fields as a box: AES-256-GCM under a key of the entry's own, made of people's keys.

Each entry has a key of its own, derived from the keys of the people it tells of. Giving that one
away (a proof that carries readable fields) opens this box and no other.
"""

import base64
import hmac
import json
import os
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

# What stands where something was erased.
ERASED = "[erased]"
_NONCE_BYTES = 12
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
Entry = dict[str, Any]


class BoxBroken(Exception):  # noqa: N818 - states the fact
    """The box was changed, or belongs to another entry."""


def entry_key(keys: Sequence[bytes], identity: str) -> bytes:
    """Derive the key of an entry's box: HMAC-SHA-256 over its id, keyed by all people's keys."""
    return hmac.digest(b"".join(keys), identity.encode(), "sha256")


def locked(values: Mapping[str, Any], *, key: bytes) -> str:
    """Return the box that holds these values by path, as base64."""
    nonce = os.urandom(_NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, _ENCODER.encode(values).encode(), None)
    return base64.b64encode(nonce + sealed).decode()


def unlocked(box: str, *, key: bytes) -> dict[str, Any]:
    """Return what a box holds."""
    try:
        sealed = base64.b64decode(box, validate=True)
        text = AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None)
        values: dict[str, Any] = json.loads(text)
    except (InvalidTag, ValueError) as error:
        raise BoxBroken("The box doesn't open with its key.") from error
    return values


def take(entry: Entry, path: str) -> Any:
    """Take a value out of an entry; what lies on the way to it is copied, not changed."""
    *way, last = path.split(".")
    for name in way:
        entry[name] = dict(entry[name])
        entry = entry[name]
    return entry.pop(last)


def put(entry: Entry, path: str, value: Any) -> None:
    """Put a value back where it was taken from."""
    *way, last = path.split(".")
    for name in way:
        entry = entry.setdefault(name, {})
    entry[last] = value
