"""Identities that sort by the time they were made."""

import secrets
import time
import uuid

_RANDOM_BITS = 74


def uuid7() -> str:
    """Return a new UUID version 7 (RFC 9562 §5.7) as text."""
    milliseconds = time.time_ns() // 1_000_000
    random = secrets.randbits(_RANDOM_BITS)
    value = (milliseconds & (1 << 48) - 1) << 80
    value |= 0x7 << 76 | (random >> 62) << 64
    value |= 0b10 << 62 | random & (1 << 62) - 1
    return str(uuid.UUID(int=value))
