"""What can't be proven, and why."""

from contracts.faults import Conflict, Malformed, NotFound


class LogNotFound(NotFound):
    """No such tenant's log, or none that the caller may see."""

    reason = "log_not_found"


class NotSealedYet(Conflict):
    """The entry is stored, and will be sealed within seconds."""

    reason = "not_sealed_yet"


class NoSuchSize(Malformed):
    """The log never had this size."""

    reason = "no_such_size"
