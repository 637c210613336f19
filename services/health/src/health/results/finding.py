"""What one probe found, judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from health.conditions.rules import Condition

Result = Literal["ok", "warn", "bad"]
_CERTIFICATE_WARN_DAYS = 14.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What a probe saw, before anybody judges it."""

    latency_ms: float
    facts: Mapping[str, Any] = field(default_factory=dict)
    # Why it saw nothing; empty when it got its answer.
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """An observation with its result."""

    at: datetime
    result: Result
    latency_ms: float
    error: str = ""
    certificate_days: float | None = None


def judge(
    observation: Observation, conditions: Sequence[Condition], *, warn_ms: float, at: datetime
) -> Finding:
    """Bad without an answer or with a broken condition; a warning when slow or soon to expire."""
    facts = {"latency": observation.latency_ms, **observation.facts}
    days = facts.get("certificate_days")
    result: Result = "ok"
    error = observation.error or next(filter(None, (one.failure(facts) for one in conditions)), "")
    if error:
        result = "bad"
    elif observation.latency_ms > warn_ms:
        result, error = "warn", f"answered in {observation.latency_ms:.0f} ms"
    elif days is not None and days < _CERTIFICATE_WARN_DAYS:
        result, error = "warn", f"the certificate expires in {days:.0f} days"
    return Finding(
        at=at,
        result=result,
        latency_ms=observation.latency_ms,
        error=error,
        certificate_days=days,
    )
