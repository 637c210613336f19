"""Why a command about targets is refused.

NotFound          target_not_found, heartbeat_unknown
Conflict          target_taken, target_of_file, target_in_use
Malformed         target_malformed
StaleVersion      version_mismatch
Unavailable       target_not_probed
"""

from contracts.faults import Conflict, Malformed, NotFound, StaleVersion, Unavailable


class TargetNotFound(NotFound):
    """No such target."""

    reason = "target_not_found"


class TargetTaken(Conflict):
    """The id is used already, by the file or by another target."""

    reason = "target_taken"


class TargetOfFile(Conflict):
    """Targets of the file are changed in the file."""

    reason = "target_of_file"


class TargetMalformed(Malformed):
    """A field is well-formed by itself but can't be true."""

    reason = "target_malformed"


class TargetInUse(Conflict):
    """Other targets depend on it."""

    reason = "target_in_use"


class VersionMismatch(StaleVersion):
    """The change was based on a version that is no longer the newest."""

    reason = "version_mismatch"


class NotProbed(Unavailable):
    """There is nothing to probe."""

    reason = "target_not_probed"


class HeartbeatUnknown(NotFound):
    """No such heartbeat, or not this key: nobody learns which."""

    reason = "heartbeat_unknown"
