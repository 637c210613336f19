"""What refuses a change of a flag, or a question about it.

Fault
├── FlagNotFound             404  flag_not_found
├── flags.TenantNotFound     404  tenant_not_found
├── KeyTaken                 409  flag_key_taken
├── FlagInUse                409  flag_in_use
├── ReviewRequired           409  change_request_required
├── VersionMismatch          412  version_mismatch
└── FlagMalformed            422  flag_malformed
"""

from collections.abc import Iterable, Sequence

from contracts.faults import Conflict, Malformed, NotFound, StaleVersion
from contracts.platform.v1 import FieldError
from flags.refusals import FlagRefused

# A change with this note is a kill.
KILL_SWITCH = "kill-switch"
KILLED = "killed"
# Fields that decide nothing: they need no second pair of eyes.
DESCRIPTIVE = frozenset({"description", "owner", "tags"})


class FlagNotFound(NotFound):
    """No such flag."""

    reason = "flag_not_found"

    def __init__(self, key: str) -> None:
        super().__init__(f"There is no flag {key}.")


class KeyTaken(Conflict):
    """A key names one flag."""

    reason = "flag_key_taken"

    def __init__(self, key: str) -> None:
        super().__init__(
            f"There is a flag {key} already.", errors=[FieldError(field="key", message="is taken")]
        )


class FlagInUse(Conflict):
    """Other flags need it."""

    reason = "flag_in_use"


class ReviewRequired(Conflict):
    """In this environment flags change by approved change requests."""

    reason = "change_request_required"


class VersionMismatch(StaleVersion):
    """The change was based on a version that is no longer the newest."""

    reason = "version_mismatch"


class FlagMalformed(Malformed):
    """The flag can't be evaluated so."""

    reason = "flag_malformed"


def malformed(refusals: Iterable[tuple[str, str]] | FlagRefused) -> FlagMalformed:
    """Tell what is wrong, field by field."""
    found = refusals.refusals if isinstance(refusals, FlagRefused) else list(refusals)
    errors = [FieldError(field=field, message=message) for field, message in found]
    return FlagMalformed("The flag can't be evaluated so.", errors=errors)


def ensure_version(what: str, *, expected: int, stored: int) -> None:
    """Refuse a change that was based on another version."""
    if expected != stored:
        raise VersionMismatch(f"{what} is at version {stored}, the change at {expected}.")


def ensure_unneeded(key: str, dependants: Sequence[str]) -> None:
    """Refuse to remove what others stand on."""
    if dependants:
        names = ", ".join(sorted(dependants)[:5])
        raise FlagInUse(f"Flag {key} is a prerequisite of {names}.")


def ensure_unreviewed(*, is_reviewed: bool, changes: Iterable[str]) -> None:
    """Refuse a direct change of what decides, where that takes four eyes."""
    if is_reviewed and not DESCRIPTIVE.issuperset(changes):
        raise ReviewRequired("Flags of this environment change by approved change requests.")


def is_kill(state: str | None, note: str) -> bool:
    """Switching off with this note is what the kill switch does."""
    return state == "off" and note == KILL_SWITCH
