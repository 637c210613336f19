"""Composition root of the tenant service."""

from bus import Client
from chassis import AuditTrail, Chassis, run
from contracts.partner.v1 import PartnerServiceClient
from contracts.tenant.v1 import (
    RESALE_SERVICE,
    SUBSCRIPTION_SERVICE,
    TENANT_SERVICE,
    USER_SERVICE,
)

from tenant.documents import TenantDocument
from tenant.history import History
from tenant.listing.store import ListingStore
from tenant.people.admins import PlatformAdmins
from tenant.people.documents import PlatformAdminsDocument, UserDocument
from tenant.people.history import UserHistory
from tenant.people.members import Members
from tenant.people.service import UserService
from tenant.people.sign_ins import SignIns
from tenant.people.store import UserStore
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


async def compose(chassis: Chassis[Settings]) -> None:
    """Bind the services to their stores."""
    audit = AuditTrail("tenant")
    tenants, users = TenantStore(chassis.outbox), UserStore(chassis.outbox)
    subscriptions, resale = SubscriptionStore(chassis.outbox), ResaleStore()
    history, people = History(audit), UserHistory(audit)
    partners = Partners(PartnerServiceClient(Client(chassis.connection)))
    chassis.serve(
        TenantService(tenants, ListingStore(), history, partners=partners), TENANT_SERVICE
    )
    chassis.serve(
        SubscriptionService(subscriptions, tenants, SubscriptionHistory(audit)),
        SUBSCRIPTION_SERVICE,
    )
    chassis.serve(
        ResaleService(
            resale,
            partners=partners,
            attachments=Attachments(tenants, history),
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
            members=Members(users, tenants, people),
            sign_ins=SignIns(users, people, first_admins=chassis.settings.first_admins),
        ),
        USER_SERVICE,
    )


if __name__ == "__main__":
    run(
        Settings,
        documents=[TenantDocument, SubscriptionDocument, UserDocument, PlatformAdminsDocument],
        compose=compose,
    )
