"""What happened to one tenant."""

import asyncio

from contracts.audit.v1 import AuditServiceClient, ListEntriesRequest
from fastapi import APIRouter
from starlette.responses import Response
from web import Visiting

from console.pages.tenants import head

router = APIRouter()


@router.get("/tenants/{slug}/audit")
async def show_timeline(visit: Visiting, slug: str, q: str = "", cursor: str = "") -> Response:
    """Show its part of the timeline."""
    asked = ListEntriesRequest(tenant_slug=slug, q=q[:200] or None, cursor=cursor or None, limit=50)
    tenant, page = await asyncio.gather(
        head.read(visit, slug), AuditServiceClient(visit.gateway).list_entries(asked)
    )
    return await visit.page(
        "tenants/timeline.html", tenant=tenant, tabs=head.tabs(visit), tab="/audit", page=page, q=q
    )
