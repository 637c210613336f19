"""Composition root of the tenant service."""

from chassis import AuditTrail, Chassis, run
from contracts.tenant.v1 import TENANT_SERVICE, USER_SERVICE

from tenant.documents import TenantDocument
from tenant.history import History
from tenant.people.admins import PlatformAdmins
from tenant.people.documents import PlatformAdminsDocument, UserDocument
from tenant.people.history import UserHistory
from tenant.people.members import Members
from tenant.people.service import UserService
from tenant.people.sign_ins import SignIns
from tenant.people.store import UserStore
from tenant.service import TenantService
from tenant.settings import Settings
from tenant.store import TenantStore


async def compose(chassis: Chassis[Settings]) -> None:
    """Bind both services to their stores."""
    audit = AuditTrail("tenant")
    tenants, users = TenantStore(chassis.outbox), UserStore(chassis.outbox)
    people = UserHistory(audit)
    chassis.serve(TenantService(tenants, History(audit)), TENANT_SERVICE)
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
        documents=[TenantDocument, UserDocument, PlatformAdminsDocument],
        compose=compose,
    )
