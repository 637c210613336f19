"""Seals records so that the store alone opens none of them."""

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE_BYTES = 12


class Seal:
    """Needs two things to open a record: the application's secret and the record's name.

    The name is what the browser has; the store knows only its digest.
    """

    def __init__(self, secret: str, *, application: str) -> None:
        self._secret = secret.encode()
        self._application = application.encode()

    def key(self, name: str) -> str:
        """Return what the store calls the record."""
        return hmac.new(self._secret, self._application + name.encode(), hashlib.sha256).hexdigest()

    def close(self, name: str, content: bytes) -> bytes:
        """Encrypt and authenticate."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher(name).encrypt(nonce, content, self._application)

    def open(self, name: str, sealed: bytes) -> bytes | None:
        """Return the content; None when it was sealed with something else."""
        nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return self._cipher(name).decrypt(nonce, rest, self._application)
        except (InvalidTag, ValueError):
            return None

    def _cipher(self, name: str) -> AESGCM:
        derive = HKDF(SHA256(), length=32, salt=None, info=self._application + name.encode())
        return AESGCM(derive.derive(self._secret))
