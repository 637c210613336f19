"""RFC 8785: one sequence of bytes for equal JSON."""

import json
from typing import Any

import rfc8785

# Within the plain ones Python's own encoder, in C, writes what RFC 8785 asks for.
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)
# From here on UTF-16 sorts differently from code points (RFC 8785 §3.2.3).
_FIRST_UNLIKE = "\ud800"
_LARGEST = 2**53 - 1


def canonical(value: Any) -> bytes:
    """Return the canonical text of a JSON value; raise ValueError for what is none."""
    if _is_plain(value):
        return _ENCODER.encode(value).encode()
    return rfc8785.dumps(value)


def _is_plain(value: Any) -> bool:
    """Say whether there are no fractions, no huge numbers and no keys that sort differently."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is int:
        return bool(-_LARGEST <= value <= _LARGEST)
    if kind is list:
        return all(map(_is_plain, value))
    if kind is not dict or not all(map(_is_plain_key, value)):
        return False
    return all(map(_is_plain, value.values()))


def _is_plain_key(key: Any) -> bool:
    return type(key) is str and (key.isascii() or max(key) < _FIRST_UNLIKE)
