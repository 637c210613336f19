"""A new organization: whoever makes it owns it."""

import asyncio

from contracts.faults import Fault
from contracts.tenant.v1 import CreateTenantRequest, TenantServiceClient
from fastapi import APIRouter
from starlette.responses import Response
from web import Form, Visit, Visiting

from portal import reading

router = APIRouter()
_PAGE = "start/new.html"
# The gateway learns of the membership by the directory, a moment after the answer.
_ASKED_AGAIN, _PAUSE_SECONDS = 20, 0.1


@router.get("/new-organization")
async def new_organization(visit: Visiting) -> Response:
    """Show the form, with the person as the contact."""
    session = visit.session
    contact = {"name": session.shown_name, "email": session.email}
    return await visit.page(_PAGE, form=Form.filled({"contact": contact}))


@router.post("/new-organization")
async def found_organization(visit: Visiting) -> Response:
    """Create it and go there; plan and systems are for us to say."""
    form = await visit.form()
    client = TenantServiceClient(visit.gateway)
    reply = await visit.submit(
        form, lambda: client.create_tenant(form.read(CreateTenantRequest, lists={"domains"}))
    )
    if reply is None:
        return await visit.page(_PAGE, form=form)
    tenant = reply.tenant
    await _known(visit, tenant.slug)
    return visit.go(f"/tenants/{tenant.slug}", say=f"{tenant.name} is yours: you are its owner.")


async def _known(visit: Visit, slug: str) -> None:
    """Wait until the gateway knows the owner; the next page says what is wrong if it never does."""
    for _ in range(_ASKED_AGAIN):
        if not isinstance(await visit.attempt(reading.tenant(visit, slug)), Fault):
            return
        await asyncio.sleep(_PAUSE_SECONDS)
