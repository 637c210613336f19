"""Names of the headers that messages carry, and what a value may hold."""

import re
from collections.abc import Mapping
from functools import lru_cache

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
# ADR-50, atomic batches
BATCH_ID = "Nats-Batch-Id"
BATCH_SEQUENCE = "Nats-Batch-Sequence"
BATCH_COMMIT = "Nats-Batch-Commit"
# ADR-8, key-value
OPERATION = "KV-Operation"
MARKER_REASON = "Nats-Marker-Reason"

JSON = "application/json"
PROBLEM = "application/problem+json"

# RFC 9110 §5.6.2, token
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_LINE_BREAKS = str.maketrans({"\r": " ", "\n": " "})


@lru_cache(maxsize=1024)
def is_name(text: str) -> bool:
    """Say whether a header may be called that."""
    return _NAME.fullmatch(text) is not None


def sendable(headers: Mapping[str, str]) -> dict[str, str]:
    """Return headers whose values can't end their line: a line break would inject the next one."""
    if not all(map(is_name, headers)):
        raise ValueError(f"not header names: {list(headers)!r}")
    return {name: _one_line(value) for name, value in headers.items()}


def _one_line(value: str) -> str:
    # Translating costs as much as sending: nearly no value has a line break.
    broken = "\r" in value or "\n" in value
    return (value.translate(_LINE_BREAKS) if broken else value).strip()
