"""Why a command about sinks is refused.

NotFound          sink_not_found
StaleVersion      version_mismatch
Malformed         sink_malformed
"""

from contracts.faults import Malformed, NotFound, StaleVersion
from contracts.platform.v1 import FieldError


class SinkNotFound(NotFound):
    """No such sink."""

    reason = "sink_not_found"


class SinkStale(StaleVersion):
    """The change was based on a version that is no longer the newest."""

    reason = "version_mismatch"


class SinkMalformed(Malformed):
    """A field is well-formed by itself but can't be true."""

    reason = "sink_malformed"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}.", errors=[FieldError(field=field, message=message)])
