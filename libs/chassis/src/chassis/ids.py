"""Identities that sort by the time they were made."""

import secrets
import time
import uuid

_RANDOM_BITS = 62
_FRACTION_BITS = 12
_MILLISECOND = 1_000_000


def uuid7(*, nanoseconds: int | None = None) -> str:
    """Return a new UUID version 7 (RFC 9562 §5.7) as text, of this moment unless told otherwise.

    The fraction of the millisecond follows it (§6.2, method 3): what one process makes one after
    the other sorts so. 62 bits are random, so that nobody guesses another's.
    """
    moment = time.time_ns() if nanoseconds is None else nanoseconds
    milliseconds, rest = divmod(moment, _MILLISECOND)
    value = (milliseconds & (1 << 48) - 1) << 80
    value |= 0x7 << 76
    value |= ((rest << _FRACTION_BITS) // _MILLISECOND) << 64
    value |= 0b10 << 62
    value |= secrets.randbits(_RANDOM_BITS)
    return str(uuid.UUID(int=value))
