"""Whether a request comes from our Stalwart: HMAC-SHA-256 over the exact bytes, and Basic auth."""

import base64
import binascii
import hmac
from collections.abc import Sequence

_DIGEST_BYTES = 32
_HEX_CHARACTERS = 64


def is_signed(body: bytes, header: str, secrets: Sequence[str]) -> bool:
    """Say whether one of the secrets signed the body; all are tried, so time tells nothing."""
    given = _decoded(header)
    valid = False
    for secret in secrets:
        expected = hmac.digest(secret.encode(), body, "sha256")
        valid |= hmac.compare_digest(expected, given)
    return valid and len(given) == _DIGEST_BYTES


def is_authorized(header: str, credentials: str) -> bool:
    """Say whether an Authorization header carries `user:password`; always so when none is set."""
    if not credentials:
        return True
    scheme, _, encoded = header.partition(" ")
    try:
        given = base64.b64decode(encoded.strip(), validate=True)
    except (binascii.Error, ValueError):
        given = b""
    return hmac.compare_digest(given, credentials.encode()) and scheme.lower() == "basic"


def _decoded(header: str) -> bytes:
    """Stalwart sends padded Base64; other senders, and people with openssl, send hexadecimal."""
    value = header.strip().removeprefix("sha256=")
    try:
        if len(value) == _HEX_CHARACTERS:
            return bytes.fromhex(value)
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return b""
