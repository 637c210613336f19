"""Where a visit begins: at the person's tenant, or at the choice of one."""

from contracts.tenant.v1 import ListTenantsRequest, TenantServiceClient
from fastapi import APIRouter
from starlette.responses import Response
from web import Visiting

from portal import standing

router = APIRouter()
_MOST = 100


@router.get("/")
async def choose_tenant(visit: Visiting) -> Response:
    """Go on at once where there is nothing to choose."""
    person = await standing.of(visit)
    slugs = [one.tenant_slug for one in person.me.memberships]
    if len(slugs) == 1:
        return visit.go(f"/tenants/{slugs[0]}")
    if not slugs:
        return await visit.page("start/page.html", tenants=[])
    client = TenantServiceClient(visit.gateway)
    page = await client.list_tenants(ListTenantsRequest(limit=_MOST))
    return await visit.page("start/page.html", tenants=page.items)
