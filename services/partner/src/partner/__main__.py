"""Composition root of the partner service."""

from bus import Client
from chassis import AuditTrail, Chassis, run
from contracts.partner.v1 import PARTNER_SERVICE
from contracts.tenant.v1 import ResaleServiceClient, SubscriptionServiceClient

from partner.documents import PartnerDocument
from partner.history import History
from partner.reports import MarginReports
from partner.service import PartnerService
from partner.settings import Settings
from partner.store import PartnerStore
from partner.tenants import Tenants


async def compose(chassis: Chassis[Settings]) -> None:
    """Bind the service to its store and to the tenant service."""
    caller = Client(chassis.connection)
    tenants = Tenants(ResaleServiceClient(caller), SubscriptionServiceClient(caller))
    chassis.serve(
        PartnerService(
            PartnerStore(chassis.outbox),
            History(AuditTrail("partner")),
            tenants=tenants,
            reports=MarginReports(tenants),
        ),
        PARTNER_SERVICE,
    )


if __name__ == "__main__":
    run(Settings, documents=[PartnerDocument], compose=compose)
