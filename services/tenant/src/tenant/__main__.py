"""Composition root of the tenant service."""

from datetime import timedelta

from bus import Client
from chassis import AuditTrail, Chassis, run
from contracts.partner.v1 import PartnerServiceClient
from contracts.tenant.v1 import (
    API_KEY_SERVICE,
    BULK_SERVICE,
    DOMAIN_SERVICE,
    NOTE_SERVICE,
    RESALE_SERVICE,
    SUBSCRIPTION_SERVICE,
    TENANT_SERVICE,
)

from tenant.api_keys.service import ApiKeyService
from tenant.api_keys.store import ApiKeyStore
from tenant.bulk.previews import Previews
from tenant.bulk.service import BulkService
from tenant.changing import Changing
from tenant.collections import DOCUMENTS
from tenant.deletions import Deletions
from tenant.domains.resolver import DnsResolver, Resolver
from tenant.domains.service import DomainService
from tenant.founding import Founding
from tenant.history import History
from tenant.integrations import Integrations
from tenant.listing.store import ListingStore
from tenant.notes.service import NoteService
from tenant.notes.store import NoteStore
from tenant.people import composition as people
from tenant.people.leaving import Leaving
from tenant.provisioning import composition as provisioning
from tenant.purging import Purging
from tenant.quotas import PlanLimits
from tenant.remains import Remains
from tenant.resale.attachments import Attachments
from tenant.resale.partners import Partners
from tenant.resale.revenue import Revenue
from tenant.resale.service import ResaleService
from tenant.resale.staff import Staff
from tenant.resale.store import ResaleStore
from tenant.service import TenantService
from tenant.settings import Settings
from tenant.store import TenantStore
from tenant.subscriptions.history import SubscriptionHistory
from tenant.subscriptions.service import SubscriptionService
from tenant.subscriptions.store import SubscriptionStore
from tenant.subscriptions.takings import Takings
from tenant.sweeping import keep_sweeping


async def compose(chassis: Chassis[Settings], *, resolver: Resolver | None = None) -> None:
    """Bind the services to their stores."""
    audit = AuditTrail("tenant")
    tenants, listing = TenantStore(chassis.outbox), ListingStore()
    subscriptions, resale = SubscriptionStore(chassis.outbox), ResaleStore()
    takings = Takings(listing.changed_since_in_all, subscriptions.changed_since_in_all)
    history = History(audit)
    changing, limits = Changing(tenants, history), PlanLimits(chassis.settings.plan_limits)
    known = people.compose(chassis, tenants=tenants, subscriptions=subscriptions, audit=audit)
    founding = Founding(tenants, known.members, most=chassis.settings.own_tenants)
    partners = Partners(PartnerServiceClient(Client(chassis.connection)))
    resolver = resolver or DnsResolver(servers=chassis.settings.dns_servers)
    provisioned = await provisioning.compose(
        chassis,
        tenants=tenants,
        users=known.users,
        changing=changing,
        linking=known.linking,
        audit=audit,
    )
    integrations = Integrations(chassis.settings.integrations, running=provisioned.systems)
    chassis.serve(
        TenantService(
            tenants,
            listing,
            history,
            partners=partners,
            limits=limits,
            integrations=integrations,
            founding=founding,
        ),
        TENANT_SERVICE,
    )
    chassis.serve(
        BulkService(tenants, listing, changing, limits=limits, previews=Previews()), BULK_SERVICE
    )
    chassis.serve(DomainService(tenants, changing, resolver), DOMAIN_SERVICE)
    chassis.serve(
        SubscriptionService(subscriptions, tenants, SubscriptionHistory(audit), takings),
        SUBSCRIPTION_SERVICE,
    )
    chassis.serve(
        ResaleService(
            resale,
            partners=partners,
            attachments=Attachments(changing),
            staff=Staff(known.users, known.history),
            revenue=Revenue(resale, subscriptions),
        ),
        RESALE_SERVICE,
    )
    api_keys = ApiKeyService(ApiKeyStore(chassis.outbox), tenants, audit)
    chassis.serve(api_keys, API_KEY_SERVICE)
    chassis.serve(NoteService(NoteStore(chassis.outbox), tenants, audit), NOTE_SERVICE)
    retention = timedelta(days=chassis.settings.retention_days)
    purging = Purging(
        Deletions(),
        changing,
        Leaving(known.users, known.history),
        api_keys,
        Remains(),
        provisioned.teardown,
        retention=retention,
    )
    chassis.background(keep_sweeping("purging", purging.sweep))
    chassis.background(keep_sweeping("founding", founding.sweep))


if __name__ == "__main__":
    run(Settings, documents=DOCUMENTS, compose=compose)
