"""A flag as it was: its history undone, the newest change first."""

from datetime import datetime

from contracts.faults import Malformed, NotFound
from contracts.flag.v1 import Flag
from contracts.platform.v1 import FieldError

from flag.rules import FlagNotFound


class HistoryTooShort(NotFound):
    """The flag keeps only its last changes; older ones are on the audit timeline."""

    reason = "history_too_short"


class MomentAhead(Malformed):
    """Nobody knows what will be."""

    reason = "moment_ahead"


def as_of(flag: Flag, at: datetime, *, now: datetime) -> Flag:
    """Return the flag as it was at `at`."""
    if at > now:
        errors = [FieldError(field="at", message="must be past")]
        raise MomentAhead("A flag can be explained as it was or is.", errors=errors)
    fields = flag.dump()
    for change in flag.history:
        if change.at <= at:
            return Flag.read({**fields, "revision": change.revision})
        if change.verb == "flag.created":
            raise FlagNotFound(flag.key)
        for name, values in change.changes.items():
            if values["before"] is None:
                fields.pop(name, None)
            else:
                fields[name] = values["before"]
    raise HistoryTooShort(f"What flag {flag.key} was then is on the audit timeline only.")
