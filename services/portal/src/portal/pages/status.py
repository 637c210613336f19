"""How the services that the tenant uses are doing."""

import asyncio

from contracts.health.v1 import GetPublicStatusRequest, HealthServiceClient
from fastapi import APIRouter
from starlette.responses import Response
from web import Visiting

from portal import reading, standing

router = APIRouter()


@router.get("/tenants/{slug}/status")
async def show_status(visit: Visiting, slug: str) -> Response:
    """Show each service, what is being mended and what is planned."""
    await standing.of(visit)
    asked = GetPublicStatusRequest(tenant_slug=slug)
    tenant, status = await asyncio.gather(
        reading.tenant(visit, slug), HealthServiceClient(visit.gateway).get_public_status(asked)
    )
    groups: dict[str, list[object]] = {}
    for target in status.targets:
        groups.setdefault(target.group or "Services", []).append(target)
    return await visit.page("status/page.html", tenant=tenant, status=status, groups=groups)
