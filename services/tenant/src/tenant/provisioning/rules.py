"""What the parts of a tenant's provisioning amount to, and what refuses a command about it."""

from collections.abc import Sequence

from contracts.faults import NotFound
from contracts.platform.v1 import FieldError
from contracts.tenant.v1 import IntegrationState

from tenant.provisioning.conditions import FALSE, READY, SYNCED, TRUE, condition, is_true
from tenant.provisioning.target import Access

# The first ones may pass by themselves, so they are nobody's business.
PATIENCE = 3
SETTLED = frozenset({"none", "ready", "suspended", "torn_down"})
PASSING = frozenset(
    {
        "already_there",
        "broken",
        "circuit_open",
        "gone",
        "no_answer",
        "throttled",
        "unreachable",
        "unsettled",
    }
)


class IntegrationUnknown(NotFound):
    """No such system is configured."""

    reason = "integration_not_found"


def ensure_configured(integration: str, *, configured: Sequence[str]) -> None:
    """Refuse a system that tenants aren't provisioned in."""
    if integration not in configured:
        known = ", ".join(configured) or "none"
        raise IntegrationUnknown(
            f"{integration} is not configured; there are: {known}.",
            errors=[FieldError(field="integration", message=f"must be one of: {known}")],
        )


def overall(states: Sequence[IntegrationState], *, access: Access) -> str:
    """Return what the conditions amount to: the worst first."""
    if not states:
        return "none"
    if any(_is_failing(state) for state in states):
        return "failing"
    if any(_reason(state) == "drift_found" for state in states):
        return "drifted"
    if any(state.paused for state in states):
        return "paused"
    if not all(is_true(state.conditions, SYNCED) for state in states):
        return "progressing"
    return {"open": "ready", "closed": "suspended", "gone": "torn_down"}[access]


def are_ready(states: Sequence[IntegrationState]) -> bool:
    """Say whether every system can be used."""
    return bool(states) and all(is_true(state.conditions, READY) for state in states)


def _is_failing(state: IntegrationState) -> bool:
    synced = condition(state.conditions, SYNCED)
    if state.paused or synced is None or synced.status != FALSE or synced.reason == "drift_found":
        return False
    return state.failures >= PATIENCE or synced.reason not in PASSING


def _reason(state: IntegrationState) -> str:
    synced = condition(state.conditions, SYNCED)
    return synced.reason if synced and synced.status != TRUE else ""
