"""Who is asking, and what they are in the tenant of the page."""

from dataclasses import dataclass

from contracts.faults import Forbidden, NotFound
from contracts.tenant.v1 import User
from web import Visit

ADMINS = frozenset({"owner", "admin"})


class TenantNotFound(NotFound):
    """No such tenant, or none of this person's: the same answer, as the gateway gives."""

    reason = "tenant_not_found"


class OnlyAdmins(Forbidden):
    """A page for those who look after the tenant."""

    reason = "tenant_admin_required"


@dataclass(frozen=True, slots=True)
class Standing:
    """A person in front of one of their tenants, or of none yet."""

    me: User
    slug: str

    @property
    def role(self) -> str:
        """What the person is there; empty for a stranger."""
        return next((one.role for one in self.me.memberships if one.tenant_slug == self.slug), "")

    @property
    def is_admin(self) -> bool:
        """Whether the person looks after the tenant: what others see, they don't ask for."""
        return self.role in ADMINS


async def of(visit: Visit) -> Standing:
    """Return the standing in the tenant of the address; raise TenantNotFound for a stranger.

    Only what to show follows from it: the gateway decides who may do what.
    """
    standing: Standing = (await visit.frame())["standing"]
    if standing.slug and not standing.role:
        raise TenantNotFound(f"There is no tenant {standing.slug} of yours.")
    return standing


async def admin_of(visit: Visit) -> Standing:
    """Return the standing of somebody who looks after the tenant; raise OnlyAdmins for others."""
    standing = await of(visit)
    if not standing.is_admin:
        raise OnlyAdmins(f"Owners and admins of {standing.slug} see this page.")
    return standing
