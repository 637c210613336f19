"""RFC 8785: one sequence of bytes for equal JSON."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import orjson
import rfc8785

# Of these a fast encoder writes what RFC 8785 asks for; fractions it writes differently.
_PLAIN = {str, int, bool, type(None)}
_HOLDING = {dict, list}
# A whole number that loses digits as a double is refused, as RFC 8785 does.
_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER
# From here on UTF-16 sorts differently from code points (RFC 8785 §3.2.3).
_FIRST_UNLIKE = "\ud800"


def canonical(value: Any) -> bytes:
    """Return the canonical text of a JSON value; raise ValueError for what is none."""
    if _is_plain(value):
        with suppress(orjson.JSONEncodeError):
            # A copy: what the encoder returns keeps hold of several times its size.
            return bytes(memoryview(orjson.dumps(value, option=_OPTIONS)))
    return rfc8785.dumps(value)


def _is_plain(value: Any) -> bool:
    """Say whether there are only plain values, and no keys that sort differently."""
    kind = type(value)
    if kind is dict:
        if not _sorts_alike(value):
            return False
        value = value.values()
    elif kind is not list:
        return kind in _PLAIN
    others = set(map(type, value)) - _PLAIN
    return not others or (others <= _HOLDING and all(map(_is_plain, value)))


def _sorts_alike(members: Mapping[Any, Any]) -> bool:
    try:
        names = "".join(members)
    except TypeError:
        return False
    return names.isascii() or max(names) < _FIRST_UNLIKE
