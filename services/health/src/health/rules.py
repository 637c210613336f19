"""What the whole platform is, from what its targets are: pure."""

from collections.abc import Sequence
from datetime import datetime

from contracts.faults import Forbidden, NotFound, Unavailable
from contracts.health.v1 import TargetState

from health.results.board import Board
from health.results.machine import SEVERITY
from health.targets.rules import Definition

_LIVE = frozenset({"ok", "warn"})


class HeartbeatUnknown(NotFound):
    """No such heartbeat, or not this key: nobody learns which."""

    reason = "heartbeat_unknown"


class OperatorTokenRequired(Forbidden):
    """Probing everything is for operators."""

    reason = "operator_token_required"


class NotProbed(Unavailable):
    """There is nothing to probe."""

    reason = "target_not_probed"


def state_of(
    board: Board, target: Definition, now: datetime, *, in_maintenance: bool, is_operator: bool
) -> TargetState:
    """Return a target as the caller may see it."""
    shown = TargetState(
        id=target.id,
        name=target.name,
        group=target.group,
        kind=target.kind,
        status="planned" if target.planned else "not_configured",
        depends_on=list(target.depends_on),
        in_maintenance=in_maintenance,
        integration=target.integration,
        interval_seconds=target.interval_seconds,
        address=target.address if is_operator else "",
    )
    if not target.is_probed:
        return shown
    live = board.live(target.id, now)
    shown.status = board.status(target.id, now)
    shown.since, shown.checked_at = live.since, live.checked_at
    shown.latency_ms, shown.certificate_days = live.latency_ms, live.certificate_days
    shown.affected_by = board.cause(target.id, now)
    shown.flapping = live.standing.is_flapping(now, target.thresholds)
    if is_operator:
        shown.error = live.error
    return shown


def summary(states: Sequence[TargetState]) -> tuple[str, str, int, int]:
    """Return the worst status, the subtitle, how many answer and how many are probed."""
    probed = [one for one in states if one.status not in {"planned", "not_configured"}]
    live = sum(one.status in _LIVE for one in probed)
    known = [one.status for one in probed if one.status != "unknown"]
    worst = max(known, key=SEVERITY.__getitem__, default="unknown")
    return worst, f"{live} / {len(probed)} services live", live, len(probed)
