"""Names of the headers that messages carry, and what a value may hold."""

from collections.abc import Mapping

CONTENT_TYPE = "Content-Type"
ACTOR = "Actor"
DEADLINE = "Deadline"
REQUEST_ID = "X-Request-Id"
IDEMPOTENCY_KEY = "Idempotency-Key"
# ADR-32, error headers
SERVICE_ERROR = "Nats-Service-Error"
SERVICE_ERROR_CODE = "Nats-Service-Error-Code"
# JetStream
MESSAGE_ID = "Nats-Msg-Id"
EXPECTED_REVISION = "Nats-Expected-Last-Subject-Sequence"
# ADR-8, key-value
OPERATION = "KV-Operation"
MARKER_REASON = "Nats-Marker-Reason"

JSON = "application/json"
PROBLEM = "application/problem+json"

_LINE_BREAKS = str.maketrans({"\r": " ", "\n": " "})


def sendable(headers: Mapping[str, str]) -> dict[str, str]:
    """Return headers whose values can't end their line: a line break would inject the next one."""
    return {name: value.translate(_LINE_BREAKS).strip() for name, value in headers.items()}
