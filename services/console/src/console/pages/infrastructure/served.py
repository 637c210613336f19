"""Whom a failure hits: how well each tenant is served."""

from contracts.faults import Fault
from contracts.health.v1 import (
    LIST_TENANT_HEALTH,
    ListTenantHealthRequest,
    TenantHealth,
    TenantHealthServiceClient,
)
from fastapi import APIRouter
from starlette.responses import Response
from web import Visit, Visiting
from web.asking import kept

from console.pages.tenants import head

router = APIRouter()
_STATES = (("", "All"), ("bad", "Hit"), ("warn", "Slow"), ("ok", "Served"), ("unknown", "Unknown"))


@router.get("/infrastructure/tenants")
async def list_served(visit: Visiting) -> Response:
    """Show each tenant with what fails of that which it wants."""
    asked = kept(LIST_TENANT_HEALTH, visit.request.query_params)
    client = TenantHealthServiceClient(visit.gateway)
    page = await client.list_tenant_health(ListTenantHealthRequest.parse(asked))
    counts = page.counts.dump()
    return await visit.page(
        "infrastructure/tenants.html",
        page=page,
        states=_STATES,
        state=asked.get("status", ""),
        counts={state: int(counts.get(state, 0)) for state, _ in _STATES if state},
    )


@router.get("/tenants/{slug}/health")
async def show_served(visit: Visiting, slug: str) -> Response:
    """Show it for one tenant; above each of its tabs stands the summary."""
    served = await visit.attempt(_served(visit, slug))
    if visit.part == "served":
        return await visit.page("tenants/health.html", served=served, slug=slug)
    tenant = await head.read(visit, slug)
    return await visit.page(
        "tenants/health.html",
        served=served,
        slug=slug,
        tenant=tenant,
        tabs=head.tabs(visit),
        tab="/health",
    )


async def _served(visit: Visit, slug: str) -> TenantHealth | Fault | None:
    client = TenantHealthServiceClient(visit.gateway)
    page = await client.list_tenant_health(ListTenantHealthRequest(tenant_slug=slug))
    return page.items[0] if page.items else None
