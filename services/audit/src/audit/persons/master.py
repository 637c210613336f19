"""Master keys: they wrap people's keys, and nothing else (ADR 0080). Pure."""

import base64
import binascii
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_NONCE_BYTES = 12


class MasterKeyMissing(Exception):  # noqa: N818 - states the fact
    """What was wrapped by this master key can't be read: the settings lack it, or it is another."""


class MasterKeys:
    """The first wraps; all of them unwrap. To rotate, put a new one in front and re-wrap."""

    def __init__(self, keys: Sequence[tuple[str, bytes]]) -> None:
        self.current = keys[0][0]
        self.former = tuple(name for name, _ in keys[1:])
        self._keys = {name: AESGCM(key) for name, key in keys}

    @classmethod
    def read(cls, texts: Sequence[str]) -> "MasterKeys":
        """Read `name:base64 of 32 bytes`; raise ValueError for what isn't."""
        if not texts:
            raise ValueError("should hold one key at least")
        keys = [_read(text) for text in texts]
        if len({name for name, _ in keys}) < len(keys):
            raise ValueError("should name each key once")
        return cls(keys)

    def wrap(self, key: bytes, *, purpose: str) -> tuple[str, str]:
        """Return the master key's name and the wrapped key; it unwraps for that purpose only."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._keys[self.current].encrypt(nonce, key, purpose.encode())
        return self.current, base64.b64encode(nonce + sealed).decode()

    def unwrap(self, wrapped: str, *, master: str, purpose: str) -> bytes:
        """Return the key; raise `MasterKeyMissing` when its master key isn't among ours."""
        sealed = base64.b64decode(wrapped)
        try:
            cipher = self._keys[master]
            return cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], purpose.encode())
        except (KeyError, InvalidTag):
            raise MasterKeyMissing(f"AUDIT_MASTER_KEYS lacks {master!r}, or has another.") from None

    def rewrap(self, wrapped: str, *, master: str, purpose: str) -> tuple[str, str]:
        """Return what `wrap` would of a wrapped key; raise `MasterKeyMissing` as `unwrap` does."""
        return self.wrap(self.unwrap(wrapped, master=master, purpose=purpose), purpose=purpose)


def _read(text: str) -> tuple[str, bytes]:
    name, _, encoded = text.partition(":")
    try:
        key = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not name or len(key) != KEY_BYTES:
        raise ValueError("each should be name:key, the key base64 of 32 bytes")
    return name, key
