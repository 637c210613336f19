"""What an entry is, and what refuses it: pure."""

from collections.abc import Mapping
from typing import Any

from contracts.audit.v1 import Entry
from contracts.faults import NotFound
from pydantic import ValidationError

from audit.persons.boxes import ERASED

# Members read nothing here; a tenant's timeline is for those who run the tenant.
ROLES = ("owner", "admin")
# Two deliveries of one event differ in these.
_DELIVERY = {"receivedAt", "sequence", "schemaVersion", "schemaFault"}
# These no source tells, and no entry is stored with.
_SHOWN = {"index", "hash", "prevHash", "sentence", "archived"}
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


def is_same_event(fresh: Mapping[str, Any], stored: Mapping[str, Any]) -> bool:
    """Say whether two entries tell of one event, delivered or published twice.

    What was erased of the stored one may have been anything.
    """
    if "event" in fresh and fresh["event"] == stored.get("event"):
        return True
    return _agrees(_told(fresh), _told(stored))


def _agrees(fresh: Any, stored: Any) -> bool:
    if stored == ERASED:
        return True
    if isinstance(stored, Mapping) and isinstance(fresh, Mapping):
        return fresh.keys() == stored.keys() and all(
            _agrees(fresh[key], stored[key]) for key in stored
        )
    if isinstance(stored, list) and isinstance(fresh, list):
        return len(fresh) == len(stored) and all(map(_agrees, fresh, stored))
    return bool(fresh == stored)


def _told(entry: Mapping[str, Any]) -> list[Any]:
    # A time that nobody told is the time of receipt.
    was_told = entry["at"] != entry["receivedAt"]
    return [entry[name] for name in _TOLD if name != "at" or was_told]
