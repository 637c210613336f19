"""What stands above every tab of a tenant."""

from dataclasses import dataclass

from contracts.tenant.v1 import GetTenantRequest, Tenant, TenantServiceClient
from web import Visit


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its name and where it is."""

    name: str
    path: str
    is_danger: bool = False


TABS = (
    Tab("Overview", ""),
    Tab("Users", "/users"),
    Tab("Resources", "/resources"),
    Tab("Billing", "/billing"),
    Tab("Audit", "/audit"),
    Tab("Support", "/support"),
    Tab("Danger zone", "/danger", is_danger=True),
)


async def read(visit: Visit, slug: str) -> Tenant:
    """Read the tenant; NotFound shows as a page."""
    reply = await TenantServiceClient(visit.gateway).get_tenant(GetTenantRequest(slug=slug))
    return reply.tenant
