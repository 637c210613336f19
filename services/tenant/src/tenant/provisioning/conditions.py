"""Conditions of an integration, as Kubernetes has them: what is so, since when, and why.

Ready   it can be used: everything is there and open, as it was seen last
Synced  it is as it should be, at the generation that was observed last

A system that can't be reached is no longer Synced, and stays Ready: nothing says otherwise.
"""

from collections.abc import Sequence
from datetime import datetime

from contracts.tenant.v1 import Condition

READY, SYNCED = "Ready", "Synced"
TRUE, FALSE, UNKNOWN = "true", "false", "unknown"


def condition(conditions: Sequence[Condition], kind: str) -> Condition | None:
    """Return the condition of this type."""
    return next((one for one in conditions if one.type == kind), None)


def is_true(conditions: Sequence[Condition], kind: str) -> bool:
    """Say whether it is so; unknown is not."""
    found = condition(conditions, kind)
    return found is not None and found.status == TRUE


def with_condition(
    conditions: Sequence[Condition],
    kind: str,
    status: str,
    *,
    reason: str,
    message: str = "",
    at: datetime,
) -> list[Condition]:
    """Return the conditions with this one; its time is when its status last changed."""
    held = condition(conditions, kind)
    is_same = held is not None and held.status == status
    made = Condition.model_validate(
        {
            "type": kind,
            "status": status,
            "reason": reason,
            "message": message,
            "last_transition": held.last_transition if held and is_same else at,
        }
    )
    return sorted([*(one for one in conditions if one.type != kind), made], key=lambda c: c.type)
