"""How large and how deep an entry may be: refused, never cut."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import to_json

from audit.rules import Refused

# As for our own services' entries: a page of the list must fit into one message.
LARGEST_BYTES = 64 * 1024
DEEPEST = 32


def ensure_kept(body: bytes | Mapping[str, Any]) -> None:
    """Refuse what is larger than an entry may be."""
    size = len(body if isinstance(body, bytes) else to_json(body))
    if size > LARGEST_BYTES:
        raise Refused(f"the body has {size} bytes; at most {LARGEST_BYTES} are kept")


def ensure_shallow(metadata: Mapping[str, Any]) -> None:
    """Refuse what nests deeper than readers follow: the object itself is the first level."""
    level: list[Any] = [metadata]
    for _ in range(DEEPEST):
        level = [member for value in level for member in _members(value)]
        if not level:
            return
    raise Refused(f"metadata: nests deeper than {DEEPEST} levels")


def _members(value: Any) -> list[Any]:
    """Return the objects and lists directly inside."""
    held = value.values() if isinstance(value, dict) else value
    return [member for member in held if isinstance(member, dict | list)]
