"""Composition root of the tenant service."""

from datetime import timedelta

from chassis import AuditTrail, Chassis, run
from contracts.tenant.v1 import (
    BULK_SERVICE,
    DOMAIN_SERVICE,
    INVITATION_SERVICE,
    MEMBER_SERVICE,
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
from tenant.people.admins import PlatformAdmins
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
from tenant.service import TenantService
from tenant.settings import Settings
from tenant.store import TenantStore


async def compose(chassis: Chassis[Settings], *, resolver: Resolver | None = None) -> None:
    """Bind both services to their stores."""
    audit = AuditTrail("tenant")
    tenants, users = TenantStore(chassis.outbox), UserStore(chassis.outbox)
    people = UserHistory(audit)
    history = History(audit)
    changing = Changing(tenants, history)
    limits = PlanLimits(chassis.settings.plan_limits)
    resolver = resolver or DnsResolver(servers=chassis.settings.dns_servers)
    chassis.serve(TenantService(tenants, history, limits=limits), TENANT_SERVICE)
    chassis.serve(DomainService(tenants, changing, resolver), DOMAIN_SERVICE)
    chassis.serve(
        BulkService(tenants, changing, limits=limits, previews=Previews()),
        BULK_SERVICE,
    )
    purging = Purging(
        Deletions(),
        changing,
        Leaving(users, people),
        retention=timedelta(days=chassis.settings.retention_days),
    )
    chassis.background(purging.run())
    members = Members(users, tenants, people)
    invitations = InvitationStore(chassis.outbox)
    chassis.serve(InvitationService(invitations, tenants, members, audit), INVITATION_SERVICE)
    chassis.serve(MemberService(users, people, members), MEMBER_SERVICE)
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


if __name__ == "__main__":
    run(
        Settings,
        documents=[
            TenantDocument,
            UserDocument,
            InvitationDocument,
            PlatformAdminsDocument,
            DeletionRecord,
            PreviewDocument,
        ],
        compose=compose,
    )
