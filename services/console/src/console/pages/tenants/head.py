"""What stands above every tab of a tenant."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.tenant.v1 import GetTenantRequest, Tenant, TenantServiceClient
from web import Visit


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its name, where it is, and the route without which there is nothing to show."""

    name: str
    path: str
    is_danger: bool = False
    needs: str = ""


TABS = (
    Tab("Overview", ""),
    Tab("Users", "/users"),
    Tab("Resources", "/resources"),
    Tab("Billing", "/billing"),
    Tab("Audit", "/audit"),
    Tab("Support", "/support", needs="/tenants/{slug}/notes"),
    Tab("Danger zone", "/danger", is_danger=True),
)


def tabs(visit: Visit) -> Sequence[Tab]:
    """Return those that this gateway has something to show for."""
    has = visit.site.offers.has_route
    return [tab for tab in TABS if not tab.needs or has("GET", tab.needs)]


async def read(visit: Visit, slug: str) -> Tenant:
    """Read the tenant; NotFound shows as a page."""
    reply = await TenantServiceClient(visit.gateway).get_tenant(GetTenantRequest(slug=slug))
    return reply.tenant
