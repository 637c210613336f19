"""Opaque cursors: where a page ended, for keyset paging."""

import base64
import binascii
import json

from contracts.faults import Malformed
from contracts.platform.v1 import FieldError


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
    except (binascii.Error, ValueError) as error:
        raise _refused() from error
    if not isinstance(keys, list) or [type(key) for key in keys] != list(kinds):
        raise _refused()
    return tuple(keys)


def _refused() -> CursorMalformed:
    return CursorMalformed(
        "The cursor is not one that this list returned; start without one.",
        errors=[FieldError(field="cursor", message="is not one that this list returned")],
    )
