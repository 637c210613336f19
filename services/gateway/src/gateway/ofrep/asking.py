"""What a request asks: for whom, with which context; and how what can't be answered is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from contracts.wire import NotProtoJson, decode
from flags.contexts import ensure_small
from flags.evaluation import INVALID_CONTEXT, TARGETING_KEY_MISSING
from pydantic_core import to_json

from gateway.replies import Answer

PARSE_ERROR = "PARSE_ERROR"


class Unanswerable(Exception):  # noqa: N818 - style.md 5: faults state the fact
    """OFREP 0.3, evaluationFailure: a 400 that says which of OpenFeature's errors it is."""

    def __init__(self, code: str, details: str) -> None:
        super().__init__(details)
        self.code = code


@dataclass(frozen=True, slots=True)
class Question:
    """One request."""

    tenant: str
    context: Mapping[str, Any]


def question(body: bytes) -> Question:
    """Read a request; what a newer protocol may add to it is ignored."""
    try:
        sent = decode(body) if body else {}
    except NotProtoJson as refused:
        raise Unanswerable(PARSE_ERROR, f"The body is not JSON: {refused}.") from None
    if not isinstance(sent, dict):
        raise Unanswerable(PARSE_ERROR, "The body is a JSON object.")
    context = sent.get("context", {})
    if not isinstance(context, dict):
        raise Unanswerable(INVALID_CONTEXT, "The context is a JSON object.")
    ensure_small(context)
    tenant = context.get("targetingKey")
    if tenant is None or tenant == "":
        raise Unanswerable(TARGETING_KEY_MISSING, "The targeting key is the tenant's slug.")
    if not isinstance(tenant, str):
        raise Unanswerable(INVALID_CONTEXT, "The targeting key is a text: the tenant's slug.")
    return Question(tenant, context)


def unanswerable(error: Unanswerable, *, key: str | None = None) -> Answer:
    """Tell it; a bulk request has no key."""
    told = {"errorCode": error.code, "errorDetails": str(error)}
    shown = ({"key": key} if key is not None else {}) | told
    return answer(HTTPStatus.BAD_REQUEST, to_json(shown))


def answer(status: int, body: bytes, **headers: str) -> Answer:
    """Return JSON."""
    said = {"content-type": "application/json", "content-length": str(len(body)), **headers}
    pairs = [(name.encode(), value.encode()) for name, value in said.items()]
    return Answer(status, pairs, body)
