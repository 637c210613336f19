"""What a stream answers when something is appended."""

import json
from typing import Any

from bus.faults import BatchRefused, MessageTooLarge, RevisionConflict, StreamRefused
from bus.messages import Appended

# JetStream's error codes
_TOO_LARGE = 10054
_WRONG_REVISION = (10071, 10164)
# Disabled, incomplete, too long, with a message id that is known, too many at once
_NO_BATCH = (10174, 10175, 10176, 10177, 10179, 10199, 10200, 10201, 10210)


def read_acknowledgement(payload: bytes) -> Appended:
    """Read a stream's answer to an append; raise the fault that it tells."""
    answer = _object(payload)
    if _acknowledges(answer):
        return Appended(answer["stream"], answer["seq"], bool(answer.get("duplicate")))
    error = answer.get("error")
    if not isinstance(error, dict):
        raise StreamRefused("Something that isn't a stream answered.")
    code, detail = error.get("err_code"), str(error.get("description", ""))
    if code == _TOO_LARGE:
        raise MessageTooLarge(detail)
    if code in _WRONG_REVISION:
        raise RevisionConflict(detail)
    if code in _NO_BATCH:
        raise BatchRefused(detail)
    raise StreamRefused(detail, retry_after_seconds=1)


def read_commit(payload: bytes, *, count: int) -> Appended:
    """Read the answer to the last message of a batch, whose place is the last of the batch's."""
    appended = read_acknowledgement(payload)
    if _object(payload).get("count") != count:
        # A server before 2.12 stores each message by itself, and tells nothing of the others.
        raise BatchRefused("The server knows no batches.")
    return appended


def is_acknowledgement(payload: bytes) -> bool:
    """Say whether this is a stream's acknowledgement rather than somebody's message.

    A publish may name any reply subject, and the server then acknowledges there.
    """
    return _acknowledges(_object(payload))


def _acknowledges(answer: dict[str, Any]) -> bool:
    return (
        isinstance(answer.get("stream"), str)
        and isinstance(answer.get("seq"), int)
        and "error" not in answer
    )


def _object(payload: bytes) -> dict[str, Any]:
    try:
        value = json.loads(payload)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
