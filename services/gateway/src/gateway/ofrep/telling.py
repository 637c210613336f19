"""Evaluations as OFREP shows them."""

from collections.abc import Iterable
from typing import Any

from flags import Evaluation
from flags.evaluation import FLAG_NOT_FOUND, Outcome
from pydantic_core import to_json

_INACTIVE_SECONDS = 120

_DETAILS = {
    "TARGETING_KEY_MISSING": "There is nothing to draw by: the tenant isn't known.",
    "INVALID_CONTEXT": "There is nothing to draw by: the context lacks the flag's stickiness.",
    "GENERAL": "The flag's prerequisites have no end.",
    FLAG_NOT_FOUND: "There is no such flag.",
}


def told(key: str, found: Evaluation) -> dict[str, Any]:
    """Return evaluationSuccess, or evaluationFailure where there is an error."""
    if found.error_code:
        details = _DETAILS.get(found.error_code, "")
        return {"key": key, "errorCode": found.error_code, "errorDetails": details}
    return {
        "key": key,
        "value": found.value,
        "reason": found.reason,
        "variant": found.variant,
        "metadata": {"revision": found.revision},
    }


def bulk(found: Iterable[tuple[str, Outcome]], *, environment: str | None, stream: str) -> bytes:
    """Return bulkEvaluationSuccess as JSON; flags end in few ways, each is written once."""
    endpoint = {"requestUri": stream}
    streams = [{"type": "sse", "endpoint": endpoint, "inactivityDelaySec": _INACTIVE_SECONDS}]
    rest = to_json({"metadata": {"environment": environment or ""}, "eventStreams": streams})
    return b'{"flags":[%s],%s' % (b",".join(_written(*one) for one in found), rest[1:])


def _written(key: str, outcome: Outcome) -> bytes:
    if not outcome.told:
        outcome.told = to_json(told(key, outcome.evaluation))
    return outcome.told
