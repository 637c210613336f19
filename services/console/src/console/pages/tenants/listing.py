"""The list of tenants."""

from typing import get_args

from contracts.tenant.v1 import LIST_TENANTS, ListTenantsRequest, Tenant, TenantServiceClient
from fastapi import APIRouter
from starlette.responses import Response
from web import Visiting
from web.asking import kept

router = APIRouter()
STATUSES = tuple(one for one in get_args(Tenant.model_fields["status"].annotation) if one)
FILTERS = ("status", "plan", "partner", "q", "provisioning")
_PAGE = 50


@router.get("/tenants")
async def list_tenants(visit: Visiting) -> Response:
    """Show one page; filters, words, order and place stand in the address."""
    query = visit.request.query_params
    asked = ListTenantsRequest.parse(kept(LIST_TENANTS, query, limit=_PAGE))
    page = await TenantServiceClient(visit.gateway).list_tenants(asked)
    gone = {"deleted", "purged"}
    counts = {**page.counts, "": sum(n for name, n in page.counts.items() if name not in gone)}
    return await visit.page(
        "tenants/list.html",
        page=page,
        counts=counts,
        query=query,
        filters=FILTERS,
        is_filtered=any(query.get(name) for name in FILTERS),
    )
