"""What the whole platform is, from what its targets are: pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.faults import Forbidden
from contracts.health.v1 import TargetState

from health.results.live import Live
from health.results.machine import Status
from health.targets.rules import Definition

_LIVE = frozenset({"ok", "warn"})
# Unknown counts when nothing else is known.
_WORST_FIRST: tuple[Status, ...] = ("bad", "warn", "ok", "unknown")


class OperatorTokenRequired(Forbidden):
    """Probing everything is for operators."""

    reason = "operator_token_required"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is true of a target at this moment beside what its last probe found."""

    status: Status
    affected_by: str = ""
    flapping: bool = False
    in_maintenance: bool = False


def state_of(target: Definition, live: Live, facts: Facts, *, sees_everything: bool) -> TargetState:
    """Return a target as the caller may see it."""
    shown = TargetState(
        id=target.id,
        name=target.name,
        group=target.group,
        kind=target.kind,
        status="planned" if target.planned else "not_configured",
        depends_on=list(target.depends_on),
        in_maintenance=facts.in_maintenance,
        integration=target.integration,
        interval_seconds=target.interval_seconds,
        address=target.address if sees_everything else "",
    )
    if not target.is_probed:
        return shown
    shown.status = facts.status
    shown.since, shown.checked_at = live.since, live.checked_at
    shown.latency_ms, shown.certificate_days = live.latency_ms, live.certificate_days
    shown.affected_by, shown.flapping = facts.affected_by, facts.flapping
    if sees_everything:
        shown.error = live.error
    return shown


def summary(states: Sequence[TargetState]) -> tuple[Status, str, int, int]:
    """Return the worst status, the subtitle, how many answer and how many are probed."""
    probed = [one for one in states if one.status not in {"planned", "not_configured"}]
    live = sum(one.status in _LIVE for one in probed)
    found = {one.status for one in probed}
    worst = next((one for one in _WORST_FIRST if one in found), _WORST_FIRST[-1])
    return worst, f"{live} / {len(probed)} services live", live, len(probed)
