"""What several pages ask the gateway for."""

from contracts.audit.v1 import AuditServiceClient, ListEntriesRequest, ListEntriesResponse
from contracts.flag.v1 import EvaluateFlagsRequest, EvaluationServiceClient
from contracts.tenant.v1 import GetTenantRequest, Tenant, TenantServiceClient
from web import Visit


async def tenant(visit: Visit, slug: str) -> Tenant:
    """Read the tenant; NotFound shows as a page."""
    reply = await TenantServiceClient(visit.gateway).get_tenant(GetTenantRequest(slug=slug))
    return reply.tenant


async def has_flag(visit: Visit, slug: str, key: str) -> bool:
    """Say whether a feature is on for the tenant; what nobody knows is off."""
    asked = EvaluateFlagsRequest(tenant_slug=slug)
    reply = await EvaluationServiceClient(visit.gateway).evaluate_flags(asked)
    return reply.values.get(key) is True


async def entries(
    visit: Visit, slug: str, *, limit: int, q: str = "", cursor: str = ""
) -> ListEntriesResponse:
    """List what happened at the tenant, the newest first."""
    asked = ListEntriesRequest.parse(
        {"tenantSlug": slug, "limit": limit}
        | ({"q": q} if q else {})
        | ({"cursor": cursor} if cursor else {})
    )
    return await AuditServiceClient(visit.gateway).list_entries(asked)
