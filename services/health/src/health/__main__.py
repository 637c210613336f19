"""Composition root of the health service."""

from chassis import Chassis, run
from contracts.health.v1 import (
    HEALTH_SERVICE,
    INCIDENT_SERVICE,
    MAINTENANCE_SERVICE,
    TARGET_SERVICE,
)

from health.alerts.documents import AlertDocument
from health.composition import Parts
from health.history.documents import CoarseDocument, FineDocument, RawDocument
from health.incidents.documents import IncidentDocument
from health.incidents.service import IncidentService
from health.leases.documents import LeaseDocument
from health.maintenance.documents import WindowDocument
from health.maintenance.service import MaintenanceService
from health.public import PublicStatus
from health.results.documents import StateDocument
from health.service import HealthService
from health.settings import Settings
from health.targets.documents import HeartbeatDocument, TargetDocument
from health.targets.service import TargetService

DOCUMENTS = [
    TargetDocument,
    IncidentDocument,
    WindowDocument,
    HeartbeatDocument,
    StateDocument,
    RawDocument,
    FineDocument,
    CoarseDocument,
    LeaseDocument,
    AlertDocument,
]


async def compose(chassis: Chassis[Settings]) -> None:
    """Bind the services to their stores, and begin to watch."""
    parts = Parts(chassis)
    secret = chassis.settings.heartbeat_secret.get_secret_value()
    health = HealthService(
        parts.board,
        parts.watch,
        reports=parts.reports,
        calendar=parts.calendar,
        detective=parts.detective,
        fleet=parts.fleet,
        public=PublicStatus(parts.reports, parts.incidents, parts.calendar, parts.tenants),
        beats=parts.beats,
        scheduler=parts.scheduler,
        outbox=chassis.outbox,
        audit=parts.audit,
        heartbeat_secret=secret,
    )
    targets = TargetService(parts.targets, parts.catalogue, parts.audit, heartbeat_secret=secret)
    chassis.serve(health, HEALTH_SERVICE)
    chassis.serve(targets, TARGET_SERVICE)
    chassis.serve(IncidentService(parts.incidents, parts.incident_history), INCIDENT_SERVICE)
    chassis.serve(
        MaintenanceService(parts.windows, parts.calendar, parts.audit), MAINTENANCE_SERVICE
    )
    await parts.begin()
    chassis.background(parts.run())


if __name__ == "__main__":
    run(Settings, documents=DOCUMENTS, compose=compose)
