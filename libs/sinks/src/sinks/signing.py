"""Signatures of webhooks (Standard Webhooks 1.0.0, §Signature scheme, symmetric)."""

import base64
import binascii
import hashlib
import hmac
import time

_PREFIX = "whsec_"
_TOLERANCE_SECONDS = 300.0
_SHORTEST, _LONGEST = 24, 64


def key_of(secret: str) -> bytes:
    """Return the key behind `whsec_<base64>`; raise ValueError for any other text."""
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except binascii.Error:
        raise ValueError("a secret is whsec_ and base64") from None
    if not _SHORTEST <= len(key) <= _LONGEST:
        raise ValueError(f"a secret holds {_SHORTEST} to {_LONGEST} bytes")
    return key


def sign(secret: str, *, message_id: str, timestamp: int, body: bytes) -> str:
    """Return the value of `webhook-signature`."""
    signed = b".".join((message_id.encode(), str(timestamp).encode(), body))
    digest = hmac.new(key_of(secret), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def verify(
    secret: str,
    *,
    message_id: str,
    timestamp: str,
    signatures: str,
    body: bytes,
    now: float | None = None,
) -> bool:
    """Say whether one of the signatures is right and the message is fresh."""
    if not timestamp.isascii() or not timestamp.isdigit():
        return False
    sent = int(timestamp)
    if abs((time.time() if now is None else now) - sent) > _TOLERANCE_SECONDS:
        return False
    expected = sign(secret, message_id=message_id, timestamp=sent, body=body).encode()
    # Each is compared, also after the right one: time tells nothing.
    return sum(hmac.compare_digest(expected, one.encode()) for one in signatures.split(" ")) > 0
