"""Evaluations as OFREP shows them."""

from typing import Any

from flags import Evaluation
from flags.evaluation import FLAG_NOT_FOUND

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
