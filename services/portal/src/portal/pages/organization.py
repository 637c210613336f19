"""What the organization says of itself: its name, whom to ask, where bills go."""

from contracts.tenant.v1 import TenantServiceClient, UpdateTenantRequest
from fastapi import APIRouter
from starlette.responses import Response
from web import Form, Visit, Visiting

from portal import reading, standing

router = APIRouter()
_CLEARED = frozenset({"contact", "billingAddress"})


@router.get("/tenants/{slug}/organization")
async def show_organization(visit: Visiting, slug: str) -> Response:
    """Show what is stored, to change."""
    return await _page(visit, slug, None)


@router.post("/tenants/{slug}/organization")
async def update_organization(visit: Visiting, slug: str) -> Response:
    """Save it; based on the version that was shown."""
    form = await visit.form()
    client = TenantServiceClient(visit.gateway)
    reply = await visit.submit(
        form,
        lambda: client.update_tenant(
            form.read(
                UpdateTenantRequest, lists={"billingAddress.lines"}, clears=_CLEARED, slug=slug
            )
        ),
    )
    if reply is None:
        return await _page(visit, slug, form)
    return visit.go(f"/tenants/{slug}/organization", say="Saved.")


async def _page(visit: Visit, slug: str, form: Form | None) -> Response:
    await standing.admin_of(visit)
    tenant = await reading.tenant(visit, slug)
    return await visit.page(
        "organization/page.html", form=form or Form.filled(tenant.dump()), tenant=tenant
    )
