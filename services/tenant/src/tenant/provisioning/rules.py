"""What the parts of a tenant's provisioning amount to: pure."""

from collections.abc import Sequence

from contracts.tenant.v1 import IntegrationState

from tenant.provisioning.conditions import FALSE, SYNCED, TRUE, condition, is_true
from tenant.provisioning.target import Access

SYSTEMS = ("authentik", "ocis", "stalwart")
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


def _is_failing(state: IntegrationState) -> bool:
    synced = condition(state.conditions, SYNCED)
    if state.paused or synced is None or synced.status != FALSE or synced.reason == "drift_found":
        return False
    return state.failures >= PATIENCE or synced.reason not in PASSING


def _reason(state: IntegrationState) -> str:
    synced = condition(state.conditions, SYNCED)
    return synced.reason if synced and synced.status != TRUE else ""
