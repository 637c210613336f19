"""What can't easily be undone: the name is typed, a reason given, and the reach stated first."""

import asyncio

from contracts.faults import Fault
from contracts.tenant.v1 import (
    DELETE_TENANT,
    RESTORE_TENANT,
    RESUME_TENANT,
    SUSPEND_TENANT,
    UPDATE_TENANT,
    DeleteTenantRequest,
    GetSubscriptionRequest,
    ListTenantUsersRequest,
    RestoreTenantRequest,
    ResumeTenantRequest,
    SubscriptionServiceClient,
    SuspendTenantRequest,
    TenantServiceClient,
    UpdateTenantRequest,
    UserServiceClient,
)
from fastapi import APIRouter
from starlette.responses import Response
from web import Form, Visit, Visiting

from console.pages.tenants import head

router = APIRouter()
_MOST_PEOPLE = 200


@router.get("/tenants/{slug}/danger")
async def show_danger(visit: Visiting, slug: str) -> Response:
    """Show what may be done, and to how many people."""
    return await _page(visit, slug, Form())


@router.post("/tenants/{slug}/danger/protection")
async def protect(visit: Visiting, slug: str) -> Response:
    """Set or take off what refuses deletion and purging."""
    form = await visit.form()
    client = TenantServiceClient(visit.gateway)
    request = UpdateTenantRequest.model_validate(
        {
            "slug": slug,
            "version": form.value("version"),
            "deletionProtection": form.value("deletionProtection") == "true",
            "legalHold": form.value("legalHold") == "true",
        }
    )
    if await visit.submit(form, lambda: client.update_tenant(request)) is None:
        return await _page(visit, slug, form)
    return visit.go(f"/tenants/{slug}/danger", say="The protection was saved.")


@router.post("/tenants/{slug}/danger/{what}")
async def do_it(visit: Visiting, slug: str, what: str) -> Response:
    """Do it; afterwards the tenant's page tells."""
    form = await visit.form()
    said = await visit.submit(form, lambda: _done(visit, slug, what, form))
    if said is None:
        return await _page(visit, slug, form)
    return visit.go(f"/tenants/{slug}", say=said)


async def _done(visit: Visit, slug: str, what: str, form: Form) -> str:
    client = TenantServiceClient(visit.gateway)
    if what == "suspend":
        tenant = (await client.suspend_tenant(form.read(SuspendTenantRequest, slug=slug))).tenant
        return f"{tenant.name} is suspended."
    if what == "resume":
        tenant = (await client.resume_tenant(ResumeTenantRequest(slug=slug))).tenant
        return f"{tenant.name} is active again."
    if what == "restore":
        tenant = (await client.restore_tenant(RestoreTenantRequest(slug=slug))).tenant
        return f"{tenant.name} is {tenant.status} again."
    tenant = (await client.delete_tenant(form.read(DeleteTenantRequest, slug=slug))).tenant
    return f"{tenant.name} is deleted."


async def _page(visit: Visit, slug: str, form: Form) -> Response:
    people_asked = ListTenantUsersRequest(slug=slug, limit=_MOST_PEOPLE)
    tenant, people, subscription = await asyncio.gather(
        head.read(visit, slug),
        visit.attempt(UserServiceClient(visit.gateway).list_tenant_users(people_asked)),
        visit.attempt(
            SubscriptionServiceClient(visit.gateway).get_subscription(
                GetSubscriptionRequest(slug=slug)
            )
        ),
    )
    return await visit.page(
        "tenants/danger.html",
        form=form,
        tenant=tenant,
        tabs=head.tabs(visit),
        tab="/danger",
        people=people,
        revenue=None if isinstance(subscription, Fault) else subscription.subscription,
        rpcs={
            "suspend": SUSPEND_TENANT,
            "resume": RESUME_TENANT,
            "delete": DELETE_TENANT,
            "restore": RESTORE_TENANT,
            "update": UPDATE_TENANT,
        },
    )
