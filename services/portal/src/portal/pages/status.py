"""How the services that the tenant uses are doing, and how far they know it."""

import asyncio

from contracts.faults import Fault
from contracts.health.v1 import GetPublicStatusRequest, HealthServiceClient
from contracts.tenant.v1 import (
    GetProvisioningRequest,
    Provisioning,
    ProvisioningServiceClient,
    ReconcileTenantRequest,
)
from fastapi import APIRouter
from starlette.responses import Response
from web import Form, Visit, Visiting

from portal import reading, standing

router = APIRouter()
# What the systems are to those who use them.
SYSTEMS = {"authentik": "Sign-in", "stalwart": "Mail", "ocis": "Files"}
# Most are compared within that.
_WAIT_SECONDS = 2


@router.get("/tenants/{slug}/status")
async def show_status(visit: Visiting, slug: str) -> Response:
    """Show each service, what is being mended and what is planned."""
    return await _page(visit, slug, Form())


@router.post("/tenants/{slug}/status/reconcile")
async def reconcile(visit: Visiting, slug: str) -> Response:
    """Compare the tenant with the systems and repair what differs."""
    form = await visit.form()
    client = ProvisioningServiceClient(visit.gateway)
    asked = ReconcileTenantRequest(slug=slug, wait_seconds=_WAIT_SECONDS)
    reply = await visit.submit(form, lambda: client.reconcile_tenant(asked))
    if reply is None:
        return await _page(visit, slug, form)
    said = "Compared and repaired." if reply.done else "It is being compared: look again soon."
    return visit.go(f"/tenants/{slug}/status", say=said)


async def _page(visit: Visit, slug: str, form: Form) -> Response:
    person = await standing.of(visit)
    asked = GetPublicStatusRequest(tenant_slug=slug)
    tenant, status, systems = await asyncio.gather(
        reading.tenant(visit, slug),
        HealthServiceClient(visit.gateway).get_public_status(asked),
        _systems(visit, slug) if person.is_admin else asyncio.sleep(0),
    )
    groups: dict[str, list[object]] = {}
    # What is only planned nobody can use yet.
    for target in (one for one in status.targets if one.status != "planned"):
        groups.setdefault(target.group or "Services", []).append(target)
    return await visit.page(
        "status/page.html",
        form=form,
        tenant=tenant,
        status=status,
        groups=groups,
        systems=systems,
        names=SYSTEMS,
    )


async def _systems(visit: Visit, slug: str) -> Provisioning | Fault:
    client = ProvisioningServiceClient(visit.gateway)
    reply = await visit.attempt(client.get_provisioning(GetProvisioningRequest(slug=slug)))
    return reply if isinstance(reply, Fault) else reply.provisioning
