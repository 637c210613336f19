"""Home: plan, usage against quotas, service status, recent activity."""

import asyncio

from contracts.audit.v1 import ListEntriesResponse
from contracts.faults import Fault
from contracts.health.v1 import GetPublicStatusRequest, HealthServiceClient
from fastapi import APIRouter
from starlette.responses import Response
from web import Visit, Visiting

from portal import reading, standing
from portal.quotas import quotas_of

router = APIRouter()
_LATEST = 8


@router.get("/tenants/{slug}")
async def show_home(visit: Visiting, slug: str) -> Response:
    """Three calls at once, beside the frame's one; each part but the tenant stands for itself."""
    person = await standing.of(visit)
    health = HealthServiceClient(visit.gateway)
    tenant, status, latest = await asyncio.gather(
        reading.tenant(visit, slug),
        visit.attempt(health.get_public_status(GetPublicStatusRequest(tenant_slug=slug))),
        _latest(visit, slug, is_admin=person.is_admin),
    )
    return await visit.page(
        "home/page.html", tenant=tenant, quotas=quotas_of(tenant), status=status, latest=latest
    )


async def _latest(visit: Visit, slug: str, *, is_admin: bool) -> ListEntriesResponse | Fault | None:
    if not is_admin:
        return None
    return await visit.attempt(reading.entries(visit, slug, limit=_LATEST))
