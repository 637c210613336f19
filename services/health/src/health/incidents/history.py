"""What a change of an incident leaves behind: one audit entry and one domain event."""

from bus import subjects
from chassis import AuditTrail, OutboxEntry, as_contract
from contracts.health.v1 import Incident, IncidentChanged

from health.incidents.documents import IncidentDocument


def snapshot(incident: IncidentDocument) -> Incident:
    """Return the contract's message."""
    return as_contract(Incident, incident.storable())


class IncidentHistory:
    """Describes changes, in the health service's name."""

    def __init__(self, audit: AuditTrail) -> None:
        self._audit = audit

    def of(self, verb: str, incident: IncidentDocument, text: str = "") -> list[OutboxEntry]:
        """Return the entry and the event of `verb`."""
        entry = self._audit.entry(
            f"incident.{verb}",
            resource_type="incident",
            resource_id=incident.id,
            resource_name=incident.title,
            metadata={
                "targetId": incident.target_id,
                "affectedTargets": incident.affected_targets,
                "affectedTenants": incident.affected_tenants,
            }
            | ({"text": text} if text else {}),
        )
        event = IncidentChanged(
            incident_id=incident.id,
            title=incident.title,
            status=incident.status,
            target_id=incident.target_id,
            at=entry.at,
        )
        return [
            entry,
            OutboxEntry(
                subject=subjects.event("health", None, "incident_changed"),
                payload=event.dump_json().decode(),
                headers=entry.headers,
            ),
        ]
