"""What may happen to an incident: pure."""

from datetime import datetime

from contracts.faults import Conflict, NotFound
from contracts.health.v1 import Incident, IncidentNote
from contracts.platform.v1 import Actor


class IncidentNotFound(NotFound):
    """No such incident."""

    reason = "incident_not_found"


class IncidentClosed(Conflict):
    """It is over: a new one would have to be opened."""

    reason = "incident_closed"


class AlreadyOpen(Conflict):
    """The target has an open incident."""

    reason = "incident_already_open"


def author_of(actor: Actor | None) -> str:
    """Return the name on the timeline; empty for the system."""
    if actor is None or actor.type in {"system", "service"}:
        return ""
    return actor.name or actor.email or actor.id


def note(incident: Incident, kind: str, text: str, *, author: str, at: datetime) -> None:
    """Add a line to the timeline."""
    line = IncidentNote.read({"at": at, "author": author, "kind": kind, "text": text})
    incident.notes = [*incident.notes, line]


def acknowledge(incident: Incident, text: str, *, author: str, at: datetime) -> bool:
    """Take it; say whether that changed anything. The first who takes it has it."""
    ensure_open(incident)
    if incident.status == "acknowledged":
        return False
    incident.status = "acknowledged"
    incident.acknowledged_at, incident.acknowledged_by = at, author
    note(incident, "acknowledged", text, author=author, at=at)
    return True


def close(incident: Incident, text: str, *, author: str, at: datetime) -> bool:
    """End it; say whether that changed anything."""
    if incident.status == "closed":
        return False
    incident.status, incident.closed_at = "closed", at
    note(incident, "closed", text, author=author, at=at)
    return True


def ensure_open(incident: Incident) -> None:
    """Refuse what makes no sense any more."""
    if incident.status == "closed":
        raise IncidentClosed("This incident is closed.")
