"""How far other systems agree with a tenant: reconciling, plans, pauses."""

import asyncio

from contracts.faults import Fault
from contracts.tenant.v1 import (
    GET_PROVISIONING,
    GetProvisioningRequest,
    PauseProvisioningRequest,
    Provisioning,
    ProvisioningServiceClient,
    ReconcileTenantRequest,
    ReconcileTenantResponse,
    UnpauseProvisioningRequest,
)
from fastapi import APIRouter
from starlette.responses import Response
from web import Visit, Visiting

from console.pages.tenants import head

router = APIRouter()
# The acknowledgement comes at once; most are done within that.
_WAIT_SECONDS = 2
_LOOKS = 10


@router.get("/tenants/{slug}/resources/plan")
async def show_plan(visit: Visiting, slug: str) -> Response:
    """Show what a reconcile would do now; nothing is touched."""
    client = ProvisioningServiceClient(visit.gateway)
    asked = ReconcileTenantRequest(slug=slug, dry_run=True)
    tenant, plan = await asyncio.gather(
        head.read(visit, slug), visit.attempt(client.reconcile_tenant(asked))
    )
    return await visit.page(
        "tenants/plan.html", tenant=tenant, tabs=head.tabs(visit), tab="/resources", plan=plan
    )


@router.post("/tenants/{slug}/resources/{what}")
async def steer(visit: Visiting, slug: str, what: str) -> Response:
    """Reconcile now, pause a system for this tenant, or end its pause."""
    form = await visit.form()
    client = ProvisioningServiceClient(visit.gateway)
    integration = form.value("integration") or None
    if what == "reconcile":
        said = _told(
            await client.reconcile_tenant(
                ReconcileTenantRequest(slug=slug, wait_seconds=_WAIT_SECONDS)
            )
        )
    elif what == "pause":
        request = PauseProvisioningRequest(
            slug=slug, integration=integration, reason=form.value("reason") or None
        )
        await client.pause_provisioning(request)
        await _seen(visit, slug, integration, paused=True)
        said = f"{integration or 'Everything'} is left alone."
    else:
        await client.unpause_provisioning(
            UnpauseProvisioningRequest(slug=slug, integration=integration)
        )
        await _seen(visit, slug, integration, paused=False)
        said = f"{integration or 'Everything'} is worked on again."
    return visit.go(f"/tenants/{slug}/resources", say=said)


async def _seen(visit: Visit, slug: str, integration: str | None, *, paused: bool) -> None:
    """Wait a little until the pause shows: the systems' states follow what was asked for."""
    for _ in range(_LOOKS):
        found = await state_of(visit, slug)
        if not isinstance(found, Provisioning):
            return
        named = (one for one in found.integrations if integration in {None, one.integration})
        if all(one.paused == paused for one in named):
            return
        await asyncio.sleep(_WAIT_SECONDS / _LOOKS)


async def state_of(visit: Visit, slug: str) -> Provisioning | Fault | None:
    """Return how the systems stand; None where this gateway doesn't know."""
    if not visit.site.offers.has(GET_PROVISIONING):
        return None
    client = ProvisioningServiceClient(visit.gateway)
    reply = await visit.attempt(client.get_provisioning(GetProvisioningRequest(slug=slug)))
    return reply if isinstance(reply, Fault) else reply.provisioning


def _told(reply: ReconcileTenantResponse) -> str:
    if reply.done:
        return f"Compared and repaired: generation {reply.generation} was observed."
    return f"It is being compared; done when generation {reply.generation} was observed."
