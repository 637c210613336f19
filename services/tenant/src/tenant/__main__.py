"""Composition root of the tenant service."""

from datetime import timedelta

from bus import Client
from chassis import AuditTrail, Chassis, run
from contracts.partner.v1 import PartnerServiceClient
from contracts.tenant.v1 import (
    BULK_SERVICE,
    DOMAIN_SERVICE,
    INVITATION_SERVICE,
    MEMBER_SERVICE,
    RESALE_SERVICE,
    SUBSCRIPTION_SERVICE,
    TENANT_SERVICE,
    USER_SERVICE,
)

from tenant.bulk.documents import PreviewDocument
from tenant.bulk.previews import Previews
from tenant.bulk.service import BulkService
from tenant.changing import Changing
from tenant.deletions import Deletions
from tenant.documents import DeletionRecord, TenantDocument
from tenant.domains.resolver import DnsResolver, Resolver
from tenant.domains.service import DomainService
from tenant.history import History
from tenant.invitations.documents import InvitationDocument
from tenant.invitations.service import InvitationService
from tenant.invitations.store import InvitationStore
from tenant.listing.store import ListingStore
from tenant.people.admins import PlatformAdmins
from tenant.people.documents import PlatformAdminsDocument, UserDocument
from tenant.people.history import UserHistory
from tenant.people.leaving import Leaving
from tenant.people.member_service import MemberService
from tenant.people.members import Members
from tenant.people.service import UserService
from tenant.people.sign_ins import SignIns
from tenant.people.store import UserStore
from tenant.provisioning import composition as provisioning
from tenant.purging import Purging
from tenant.quotas import PlanLimits
from tenant.resale.attachments import Attachments
from tenant.resale.partners import Partners
from tenant.resale.revenue import Revenue
from tenant.resale.service import ResaleService
from tenant.resale.staff import Staff
from tenant.resale.store import ResaleStore
from tenant.service import TenantService
from tenant.settings import Settings
from tenant.store import TenantStore
from tenant.subscriptions.documents import SubscriptionDocument
from tenant.subscriptions.history import SubscriptionHistory
from tenant.subscriptions.service import SubscriptionService
from tenant.subscriptions.store import SubscriptionStore

DOCUMENTS = (
    TenantDocument,
    SubscriptionDocument,
    UserDocument,
    InvitationDocument,
    PlatformAdminsDocument,
    DeletionRecord,
    PreviewDocument,
    *provisioning.DOCUMENTS,
)


async def compose(chassis: Chassis[Settings], *, resolver: Resolver | None = None) -> None:
    """Bind the services to their stores."""
    audit = AuditTrail("tenant")
    tenants, users = TenantStore(chassis.outbox), UserStore(chassis.outbox)
    subscriptions, resale = SubscriptionStore(chassis.outbox), ResaleStore()
    listing = ListingStore()
    history, people = History(audit), UserHistory(audit)
    changing, members = Changing(tenants, history), Members(users, tenants, people)
    limits = PlanLimits(chassis.settings.plan_limits)
    partners = Partners(PartnerServiceClient(Client(chassis.connection)))
    resolver = resolver or DnsResolver(servers=chassis.settings.dns_servers)
    provisioned = await provisioning.compose(
        chassis, tenants=tenants, users=users, changing=changing, audit=audit
    )
    chassis.serve(
        TenantService(
            tenants,
            listing,
            history,
            partners=partners,
            limits=limits,
            starts_as=provisioned.starts_as,
        ),
        TENANT_SERVICE,
    )
    chassis.serve(
        BulkService(tenants, listing, changing, limits=limits, previews=Previews()), BULK_SERVICE
    )
    chassis.serve(DomainService(tenants, changing, resolver), DOMAIN_SERVICE)
    chassis.serve(
        SubscriptionService(subscriptions, tenants, SubscriptionHistory(audit)),
        SUBSCRIPTION_SERVICE,
    )
    chassis.serve(
        ResaleService(
            resale,
            partners=partners,
            attachments=Attachments(changing),
            staff=Staff(users, people),
            revenue=Revenue(resale, subscriptions),
        ),
        RESALE_SERVICE,
    )
    chassis.serve(
        UserService(
            users,
            people,
            admins=PlatformAdmins(users),
            members=members,
            sign_ins=SignIns(users, people, first_admins=chassis.settings.first_admins),
        ),
        USER_SERVICE,
    )
    chassis.serve(MemberService(users, people, members), MEMBER_SERVICE)
    chassis.serve(
        InvitationService(InvitationStore(chassis.outbox), tenants, members, audit),
        INVITATION_SERVICE,
    )
    retention = timedelta(days=chassis.settings.retention_days)
    leaving = Leaving(users, people)
    purging = Purging(Deletions(), changing, leaving, provisioned.teardown, retention=retention)
    chassis.background(purging.run())


if __name__ == "__main__":
    run(Settings, documents=DOCUMENTS, compose=compose)
