"""A tenant at a glance, and its facts to change."""

import asyncio

from contracts.audit.v1 import AuditServiceClient, ListEntriesRequest
from contracts.faults import Fault, NotFound
from contracts.tenant.v1 import (
    UPDATE_TENANT,
    GetSubscriptionRequest,
    ListTenantUsersRequest,
    SubscriptionServiceClient,
    Tenant,
    TenantServiceClient,
    UpdateTenantRequest,
    UserServiceClient,
)
from fastapi import APIRouter
from starlette.responses import Response
from web import Form, Visit, Visiting

from console.pages.tenants import head

router = APIRouter()
_LATEST = 8
_MOST_PEOPLE = 200


@router.get("/tenants/{slug}")
async def show_tenant(visit: Visiting, slug: str) -> Response:
    """Four calls at once; only the tenant's own must be answered."""
    return await _page(visit, slug, None)


@router.post("/tenants/{slug}")
async def update_tenant(visit: Visiting, slug: str) -> Response:
    """Save what changed; based on the version that was shown."""
    form = await visit.form()
    reply = await visit.submit(form, lambda: _updated(visit, form, slug))
    if reply is None:
        return await _page(visit, slug, form)
    return visit.go(f"/tenants/{slug}", say="Saved.")


async def _updated(visit: Visit, form: Form, slug: str) -> Tenant:
    request = form.read(UpdateTenantRequest, lists={"domains"}, clears={"partnerSlug"}, slug=slug)
    return (await TenantServiceClient(visit.gateway).update_tenant(request)).tenant


async def _page(visit: Visit, slug: str, form: Form | None) -> Response:
    ask = visit.attempt
    tenant, people, subscription, latest = await asyncio.gather(
        head.read(visit, slug),
        ask(
            UserServiceClient(visit.gateway).list_tenant_users(
                ListTenantUsersRequest(slug=slug, limit=_MOST_PEOPLE)
            )
        ),
        ask(
            SubscriptionServiceClient(visit.gateway).get_subscription(
                GetSubscriptionRequest(slug=slug)
            )
        ),
        ask(
            AuditServiceClient(visit.gateway).list_entries(
                ListEntriesRequest(tenant_slug=slug, limit=_LATEST)
            )
        ),
    )
    if isinstance(subscription, NotFound):
        bill: object = None
    else:
        bill = subscription if isinstance(subscription, Fault) else subscription.subscription
    return await visit.page(
        "tenants/overview.html",
        form=form or Form.filled(tenant.dump()),
        tenant=tenant,
        tabs=head.tabs(visit),
        tab="",
        people=people,
        subscription=bill,
        latest=latest,
        rpc=UPDATE_TENANT,
    )
