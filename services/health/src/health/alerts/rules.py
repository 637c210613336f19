"""Which alerts are due: pure."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from contracts.health.v1 import Incident
from sinks import Notification


def due(
    incident: Incident, now: datetime, *, reminder: timedelta
) -> Iterator[tuple[str, Notification]]:
    """Return what should have been sent by now, each with a key that stays its own."""
    if incident.status == "closed":
        yield "resolved", _notification(incident, "resolved", incident.closed_at or now)
        return
    yield "opened", _notification(incident, "opened", incident.opened_at)
    # Whoever has taken it needs no reminder.
    number = (now - incident.opened_at) // reminder
    if incident.status == "open" and number >= 1:
        key = f"reminder-{number}"
        yield key, _notification(incident, "reminder", now, key=key)


def _notification(incident: Incident, kind: str, at: datetime, *, key: str = "") -> Notification:
    prefix = {"opened": "Down", "resolved": "Resolved", "reminder": "Still down"}[kind]
    lines = [incident.notes[-1 if kind == "resolved" else 0].text] if incident.notes else []
    lines.append(f"Since {incident.opened_at:%Y-%m-%d %H:%M} UTC.")
    if incident.affected_targets:
        lines.append(f"Affected: {', '.join(incident.affected_targets)}.")
    if incident.affected_tenants:
        lines.append(f"Tenants: {', '.join(incident.affected_tenants)}.")
    return Notification(
        id=f"{incident.id}-{key or kind}",
        type=f"incident.{kind}",
        at=at,
        title=f"{prefix}: {incident.title}",
        text="\n".join(line for line in lines if line),
        data={
            "incidentId": incident.id,
            "targetId": incident.target_id,
            "status": incident.status,
            "affectedTargets": incident.affected_targets,
            "affectedTenants": incident.affected_tenants,
        },
    )
