"""A new tenant."""

from contracts.tenant.v1 import CREATE_TENANT, CreateTenantRequest, TenantServiceClient
from fastapi import APIRouter
from starlette.responses import Response
from web import Form, Visiting

router = APIRouter()
_PAGE = "tenants/new.html"


@router.get("/tenants/new")
async def new_tenant(visit: Visiting, partner: str = "") -> Response:
    """Show the empty form."""
    form = Form.filled({"plan": "starter", "partnerSlug": partner})
    return await visit.page(_PAGE, form=form, rpc=CREATE_TENANT)


@router.post("/tenants/new")
async def create_tenant(visit: Visiting) -> Response:
    """Create it and go there."""
    form = await visit.form()
    client = TenantServiceClient(visit.gateway)
    reply = await visit.submit(
        form,
        lambda: client.create_tenant(form.read(CreateTenantRequest, lists={"domains"})),
    )
    if reply is None:
        return await visit.page(_PAGE, form=form, rpc=CREATE_TENANT)
    tenant = reply.tenant
    return visit.go(f"/tenants/{tenant.slug}", say=f"{tenant.name} was created.")
