"""What an entry is, and what refuses it: pure."""

from collections.abc import Mapping
from typing import Any

from contracts.audit.v1 import Entry
from contracts.faults import NotFound
from pydantic import ValidationError

# Members read nothing here; a tenant's timeline is for those who run the tenant.
ROLES = ("owner", "admin")
# Two deliveries of one event differ in these.
_DELIVERY = {"receivedAt", "sequence", "schemaVersion", "schemaFault"}
# These no source tells, and no entry is stored with.
_SHOWN = {"index", "hash", "prevHash", "sentence"}
_TOLD = [
    alias
    for name, field in Entry.model_fields.items()
    if (alias := field.alias or name) not in _DELIVERY | _SHOWN | {"id"}
]


class EntryNotFound(NotFound):
    """No such entry, or none that the caller may see."""

    reason = "entry_not_found"


class Refused(ValueError):  # noqa: N818 - faults state the fact
    """The message is no audit entry; its text is the dead letter's reason."""


def reasons(error: ValidationError) -> str:
    """Say which field breaks which rule."""
    return "; ".join(
        f"{'.'.join(map(str, one['loc'])) or 'body'}: {one['msg']}"
        for one in error.errors(include_url=False, include_context=False, include_input=False)
    )


def is_same_event(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Say whether two entries tell of one event, delivered or published twice."""
    if "event" in one and one["event"] == other.get("event"):
        return True
    return _told(one) == _told(other)


def _told(entry: Mapping[str, Any]) -> list[Any]:
    # A time that nobody told is the time of receipt.
    was_told = entry["at"] != entry["receivedAt"]
    return [entry[name] for name in _TOLD if name != "at" or was_told]
