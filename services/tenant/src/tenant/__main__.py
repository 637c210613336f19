"""Composition root of the tenant service."""

from datetime import timedelta

from bus import Client
from chassis import AuditTrail, Chassis, run
from contracts.partner.v1 import PartnerServiceClient
from contracts.tenant.v1 import (
    API_KEY_SERVICE,
    BULK_SERVICE,
    DOMAIN_SERVICE,
    IDENTITY_SERVICE,
    INVITATION_SERVICE,
    MEMBER_SERVICE,
    NOTE_SERVICE,
    RESALE_SERVICE,
    SUBSCRIPTION_SERVICE,
    TENANT_SERVICE,
    USER_SERVICE,
)

from tenant.api_keys.documents import ApiKeyDocument
from tenant.api_keys.service import ApiKeyService
from tenant.api_keys.store import ApiKeyStore
from tenant.bulk.documents import PreviewDocument
from tenant.bulk.previews import Previews
from tenant.bulk.service import BulkService
from tenant.changing import Changing
from tenant.deletions import Deletions
from tenant.documents import DeletionRecord, TenantDocument
from tenant.domains.resolver import DnsResolver, Resolver
from tenant.domains.service import DomainService
from tenant.founding import Founding
from tenant.history import History
from tenant.identities.documents import IdentityInvitationDocument
from tenant.identities.linking import Linking
from tenant.identities.service import IdentityService
from tenant.identities.store import IdentityInvitationStore
from tenant.integrations import Integrations
from tenant.invitations.documents import InvitationDocument
from tenant.invitations.service import InvitationService
from tenant.invitations.store import InvitationStore
from tenant.listing.store import ListingStore
from tenant.notes.documents import NoteDocument
from tenant.notes.service import NoteService
from tenant.notes.store import NoteStore
from tenant.people.admins import PlatformAdmins
from tenant.people.belongings import Belongings
from tenant.people.documents import PlatformAdminsDocument, UserDocument
from tenant.people.history import UserHistory
from tenant.people.leaving import Leaving
from tenant.people.member_service import MemberService
from tenant.people.members import Members
from tenant.people.service import UserService
from tenant.people.sign_ins import SignIns
from tenant.people.store import UserStore
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
from tenant.subscriptions.documents import SubscriptionDocument
from tenant.subscriptions.history import SubscriptionHistory
from tenant.subscriptions.service import SubscriptionService
from tenant.subscriptions.store import SubscriptionStore
from tenant.sweeping import keep_sweeping

DOCUMENTS = (
    TenantDocument,
    SubscriptionDocument,
    UserDocument,
    InvitationDocument,
    PlatformAdminsDocument,
    ApiKeyDocument,
    NoteDocument,
    IdentityInvitationDocument,
    DeletionRecord,
    PreviewDocument,
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
    integrations = Integrations(chassis.settings.integrations)
    founding = Founding(tenants, members, most=chassis.settings.own_tenants)
    partners = Partners(PartnerServiceClient(Client(chassis.connection)))
    resolver = resolver or DnsResolver(servers=chassis.settings.dns_servers)
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
            belongings=Belongings(tenants, subscriptions),
        ),
        USER_SERVICE,
    )
    chassis.serve(MemberService(users, people, members), MEMBER_SERVICE)
    chassis.serve(
        InvitationService(InvitationStore(chassis.outbox), tenants, members, audit),
        INVITATION_SERVICE,
    )
    api_keys = ApiKeyService(ApiKeyStore(chassis.outbox), tenants, audit)
    chassis.serve(api_keys, API_KEY_SERVICE)
    chassis.serve(NoteService(NoteStore(chassis.outbox), tenants, audit), NOTE_SERVICE)
    chassis.serve(
        IdentityService(IdentityInvitationStore(chassis.outbox), Linking(users, people), audit),
        IDENTITY_SERVICE,
    )
    retention = timedelta(days=chassis.settings.retention_days)
    purging = Purging(
        Deletions(), changing, Leaving(users, people), api_keys, Remains(), retention=retention
    )
    chassis.background(keep_sweeping("purging", purging.sweep))
    chassis.background(keep_sweeping("founding", founding.sweep))


if __name__ == "__main__":
    run(Settings, documents=DOCUMENTS, compose=compose)
