"""RFC 8785: one sequence of bytes for equal JSON."""

import json
from collections.abc import Mapping
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
    if value is None or isinstance(value, str | bool):
        return True
    if isinstance(value, int):
        return -_LARGEST <= value <= _LARGEST
    if isinstance(value, Mapping):
        return all(
            isinstance(key, str)
            and (key.isascii() or max(key) < _FIRST_UNLIKE)
            and _is_plain(member)
            for key, member in value.items()
        )
    return isinstance(value, list) and all(map(_is_plain, value))
