"""The text of a stored entry that hash and leaf are made of: pure.

It is what is stored: personal fields as boxes, so that it stays the same when a person is erased.
Fields by which entries are only found (`words`, `people`, …) are no part of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Self

from transparency import canonical

# Only added to: what an older entry lacks is absent from its text.
FIELDS = (
    "at",
    "receivedAt",
    "sequence",
    "actorType",
    "actorId",
    "actorEmail",
    "actorName",
    "actorIp",
    "action",
    "outcome",
    "resourceType",
    "resourceId",
    "resourceName",
    "tenantSlug",
    "partnerSlug",
    "source",
    "externalId",
    "traceId",
    "metadata",
    "schemaVersion",
    "schemaFault",
    "personal",
)
PROJECTION = dict.fromkeys(FIELDS, 1)
_TIMES = ("at", "receivedAt")
_WITHOUT_ZONE = len("2026-01-01T00:00:00.000")


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a seal takes of a stored entry; a seventh of the memory that the entry takes."""

    identity: str
    sequence: int
    tenant: str
    text: bytes

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """Take it of an entry as it is stored."""
        return cls(stored["_id"], stored["sequence"], stored["tenantSlug"], sealed_text(stored))


def sealed_form(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return the JSON value of a stored entry."""
    form = {name: stored[name] for name in FIELDS if name in stored}
    for name in _TIMES:
        if isinstance(moment := form.get(name), datetime):
            form[name] = _time(moment)
    form["id"] = stored["_id"]
    return form


def sealed_text(stored: Mapping[str, Any]) -> bytes:
    """Return its canonical text (RFC 8785)."""
    return canonical(sealed_form(stored))


# Many entries come within a millisecond, and most tell no time but that of their receipt.
@lru_cache(maxsize=1024)
def _time(moment: datetime) -> str:
    # UTC, as everything in the store.
    return f"{moment.isoformat(timespec='milliseconds')[:_WITHOUT_ZONE]}Z"
