"""The list of tenants."""

from typing import get_args

from contracts.tenant.v1 import ListTenantsRequest, Tenant, TenantServiceClient
from fastapi import APIRouter
from starlette.responses import Response
from web import Visiting

router = APIRouter()
STATUSES = get_args(Tenant.model_fields["status"].annotation)


@router.get("/tenants")
async def list_tenants(
    visit: Visiting, status: str = "", q: str = "", cursor: str = ""
) -> Response:
    """Show one page; filter and words stand in the address."""
    asked = ListTenantsRequest.parse(
        {
            **({"status": status} if status in STATUSES else {}),
            **({"q": q[:200]} if q else {}),
            **({"cursor": cursor} if cursor else {}),
            "limit": 50,
        }
    )
    page = await TenantServiceClient(visit.gateway).list_tenants(asked)
    counts = {**page.counts, "": sum(n for name, n in page.counts.items() if name != "deleted")}
    return await visit.page("tenants/list.html", page=page, counts=counts, status=status, q=q)
