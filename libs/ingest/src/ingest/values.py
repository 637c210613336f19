"""Makes upstream values fit for an entry: what JSON, MongoDB and the contract can hold."""

import ipaddress
import json
import math
import re
from collections.abc import Sized
from datetime import UTC, datetime
from typing import Any

LARGEST_EXACT = 2**53 - 1
_DEEPEST = 24
_LONGEST_TEXT = 4096
_LONGEST_LIST = 200
_LONGEST_KEY = 200
# Nothing is cut silently.
_CUT = "…"
_UNKNOWN_ADDRESS = "255.255.255.255"
_NO_TOKEN = re.compile(r"[^a-z0-9]+")
_FIRST_YEAR = 1971
# The rest of an entry is small; a larger one would be refused by the bus.
_LARGEST_RAW_BYTES = 32 * 1024
# Python refuses to read integers of more than 4300 digits, and with them the whole text.
_MOST_DIGITS = 400


def read_json(body: bytes) -> Any:
    """Read JSON as it comes from outside; raise ValueError for what is none.

    Bytes that are no UTF-8, byte order marks and numbers of any length cost no event.
    """
    try:
        return json.loads(body.decode("utf-8-sig", "replace"), parse_int=_integer)
    except RecursionError:
        raise ValueError("nested too deep") from None


def sized(value: Any) -> Any:
    """Return the value, or what can be told of it where it is too large for an entry."""
    size = len(json.dumps(value, ensure_ascii=False).encode())
    if size <= _LARGEST_RAW_BYTES:
        return value
    keys = sorted(value)[:50] if isinstance(value, dict) else []
    return {"tooLarge": True, "bytes": size, "keys": keys}


def text(value: Any, *, longest: int = 500) -> str:
    """Return a value as text of valid Unicode, at most `longest` long; empty for none.

    What is cut ends with an ellipsis.
    """
    if value is None or isinstance(value, dict | list):
        return ""
    return _cut(_valid(str(value)), longest)


def token(name: str) -> str:
    """Turn an upstream's event name into a verb: dots and dashes become underscores."""
    return _NO_TOKEN.sub("_", name.lower()).strip("_")[:100]


def address(value: Any) -> str:
    """Return an IP address in its shortest form; empty when it is none, or the "unknown" one."""
    try:
        found = ipaddress.ip_address(str(value).strip())
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    return "" if str(found) == _UNKNOWN_ADDRESS else str(mapped or found)


def moment(value: Any) -> datetime | None:
    """Return a RFC 3339 time; None for what is none, or a zero date."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
        found = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return found if found.year >= _FIRST_YEAR else None


def fitting(value: Any, *, depth: int = 1) -> Any:
    """Return the value with everything in it that an entry can't hold made to fit."""
    if isinstance(value, dict | list) and depth > _DEEPEST:
        return "[nested too deep]"
    if isinstance(value, dict):
        members = {
            _cut(_valid(str(key)).replace("\0", ""), _LONGEST_KEY): fitting(member, depth=depth + 1)
            for key, member in list(value.items())[:_LONGEST_LIST]
        }
        return members | {_CUT: _more(value, "members")} if len(value) > _LONGEST_LIST else members
    if isinstance(value, list):
        items = [fitting(item, depth=depth + 1) for item in value[:_LONGEST_LIST]]
        return [*items, _more(value, "items")] if len(value) > _LONGEST_LIST else items
    if isinstance(value, str):
        kept = _valid(value)
        cut = len(kept) - _LONGEST_TEXT
        return kept if cut <= 0 else f"{kept[:_LONGEST_TEXT]}{_CUT}[{cut} more characters]"
    return _number(value)


def _cut(value: str, longest: int) -> str:
    return value if len(value) <= longest else f"{value[: longest - 1]}{_CUT}"


def _more(value: Sized, what: str) -> str:
    return f"{_CUT}[{len(value) - _LONGEST_LIST} more {what}]"


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= _MOST_DIGITS else digits


def _number(value: Any) -> Any:
    # 64-bit ids lose digits in a double, and BSON has no unsigned ones.
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > LARGEST_EXACT:
        return str(value)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def _valid(value: str) -> str:
    return value if value.isascii() else value.encode(errors="replace").decode()
