"""How the parts about people hang together."""

from dataclasses import dataclass

from chassis import AuditTrail, Chassis
from contracts.tenant.v1 import (
    IDENTITY_SERVICE,
    INVITATION_SERVICE,
    MEMBER_SERVICE,
    USER_SERVICE,
)

from tenant.identities.linking import Linking
from tenant.identities.service import IdentityService
from tenant.identities.store import IdentityInvitationStore
from tenant.invitations.service import InvitationService
from tenant.invitations.store import InvitationStore
from tenant.people.admins import PlatformAdmins
from tenant.people.belongings import Belongings
from tenant.people.departures.store import DepartureStore
from tenant.people.history import UserHistory
from tenant.people.member_service import MemberService
from tenant.people.members import Members
from tenant.people.service import UserService
from tenant.people.sign_ins import SignIns
from tenant.people.store import UserStore
from tenant.settings import Settings
from tenant.store import TenantStore
from tenant.subscriptions.store import SubscriptionStore


@dataclass(frozen=True, slots=True)
class Parts:
    """What others need of it."""

    users: UserStore
    history: UserHistory
    members: Members
    linking: Linking


def compose(
    chassis: Chassis[Settings],
    *,
    tenants: TenantStore,
    subscriptions: SubscriptionStore,
    audit: AuditTrail,
) -> Parts:
    """Serve the rpcs about people, and the ways by which they join."""
    users, departures, history = UserStore(chassis.outbox), DepartureStore(), UserHistory(audit)
    members, linking = Members(users, departures, tenants, history), Linking(users, history)
    chassis.serve(
        UserService(
            users,
            history,
            admins=PlatformAdmins(users, departures),
            members=members,
            sign_ins=SignIns(users, history, first_admins=chassis.settings.first_admins),
            belongings=Belongings(tenants, subscriptions),
        ),
        USER_SERVICE,
    )
    chassis.serve(MemberService(users, history, members), MEMBER_SERVICE)
    chassis.serve(
        InvitationService(InvitationStore(chassis.outbox), tenants, members, audit),
        INVITATION_SERVICE,
    )
    chassis.serve(
        IdentityService(IdentityInvitationStore(chassis.outbox), linking, audit),
        IDENTITY_SERVICE,
    )
    return Parts(users, history, members, linking)
