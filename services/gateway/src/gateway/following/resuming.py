"""Where a stream begins: pure."""

import re
from collections.abc import Mapping

from contracts.audit.v1 import FollowEntriesRequest, FollowViewedRequest
from contracts.faults import Malformed
from contracts.platform.v1 import FieldError

_HEADER = "Last-Event-ID"
_PLACE = re.compile(r"-1|[0-9]{1,15}")


def place_of(
    request: FollowEntriesRequest | FollowViewedRequest, headers: Mapping[str, str]
) -> int | None:
    """Return behind which index to read; where a client was cut counts more than what it asked.

    None for from now on. Raise Malformed for what is no place.
    """
    last_event_id = headers.get(_HEADER.lower(), "")
    if not last_event_id:
        return request.after
    if not _PLACE.fullmatch(last_event_id):
        message = "should be the id of an event of this stream"
        raise Malformed(
            "This stream has no such place.",
            errors=[FieldError(field=_HEADER, message=message)],
        )
    return int(last_event_id)
