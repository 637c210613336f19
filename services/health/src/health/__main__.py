"""Composition root of the health service."""

from chassis import Chassis, run
from contracts.health.v1 import (
    HEALTH_SERVICE,
    INCIDENT_SERVICE,
    MAINTENANCE_SERVICE,
    TARGET_SERVICE,
    TENANT_HEALTH_SERVICE,
)

from health.alerts.documents import AlertDocument
from health.history.documents import CoarseDocument, DayDocument, FineDocument, RawDocument
from health.incidents.documents import IncidentDocument
from health.incidents.service import IncidentService
from health.leases.documents import LeaseDocument
from health.maintenance.documents import WindowDocument
from health.maintenance.service import MaintenanceService
from health.results.documents import StateDocument
from health.service import HealthService
from health.settings import Settings
from health.targets.documents import HeartbeatDocument, TargetDocument
from health.targets.service import TargetService
from health.telling import Telling
from health.tenants.service import TenantHealthService
from health.watching import Watching

DOCUMENTS = [
    TargetDocument,
    IncidentDocument,
    WindowDocument,
    HeartbeatDocument,
    StateDocument,
    RawDocument,
    FineDocument,
    CoarseDocument,
    DayDocument,
    LeaseDocument,
    AlertDocument,
]


async def compose(chassis: Chassis[Settings]) -> None:
    """Bind the services to their stores, and begin to watch."""
    watching = Watching(chassis)
    telling = Telling(chassis, watching)
    health = HealthService(
        telling.platform,
        watching.watch,
        reports=watching.reports,
        fleet=telling.fleet,
        public=telling.public,
        heartbeats=watching.heartbeats,
        scheduler=watching.scheduler,
        outbox=chassis.outbox,
        audit=telling.audit,
    )
    targets = TargetService(
        watching.targets, watching.catalogue, telling.audit, heartbeats=watching.heartbeats
    )
    tenants = TenantHealthService(
        telling.tenants, telling.platform, open_incidents=telling.open_incidents
    )
    incidents = IncidentService(telling.incidents, telling.incident_history)
    maintenance = MaintenanceService(watching.windows, watching.calendar, telling.audit)
    chassis.serve(health, HEALTH_SERVICE)
    chassis.serve(targets, TARGET_SERVICE)
    chassis.serve(tenants, TENANT_HEALTH_SERVICE)
    chassis.serve(incidents, INCIDENT_SERVICE)
    chassis.serve(maintenance, MAINTENANCE_SERVICE)
    await watching.begin()
    await telling.begin()
    for work in (*watching.work(), *telling.work()):
        chassis.background(work)


if __name__ == "__main__":
    run(Settings, documents=DOCUMENTS, compose=compose)
