"""Opaque cursors: where a page ended, for keyset paging."""

import base64
import binascii
import json

from contracts.faults import Malformed
from contracts.platform.v1 import FieldError

_LARGEST_INTEGER = 2**63 - 1


class CursorMalformed(Malformed):
    """The cursor wasn't made by this list."""

    reason = "cursor_malformed"


def encode(*keys: str | int) -> str:
    """Return the cursor of the row with these sort keys."""
    text = json.dumps(keys, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(cursor: str, *, kinds: tuple[type, ...]) -> tuple[str | int, ...]:
    """Return the sort keys behind `cursor`, which must be of these kinds."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        keys = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise _refused() from error
    if not isinstance(keys, list) or [type(key) for key in keys] != list(kinds):
        raise _refused()
    if not all(map(_is_storable, keys)):
        raise _refused()
    return tuple(keys)


def _is_storable(key: str | int) -> bool:
    """Say whether the database can compare with it: text of whole characters, or 64 bits."""
    if isinstance(key, int):
        return -_LARGEST_INTEGER <= key <= _LARGEST_INTEGER
    try:
        key.encode()
    except UnicodeEncodeError:
        return False
    return True


def _refused() -> CursorMalformed:
    return CursorMalformed(
        "The cursor is not one that this list returned; start without one.",
        errors=[FieldError(field="cursor", message="is not one that this list returned")],
    )
