"""What a tenant has in other systems: its domains, its quotas, and how far the systems agree."""

import asyncio

from contracts.tenant.v1 import (
    ADD_TENANT_DOMAIN,
    AddTenantDomainRequest,
    DomainServiceClient,
    ListTenantDomainsRequest,
    RemoveTenantDomainRequest,
    VerifyTenantDomainRequest,
)
from fastapi import APIRouter
from starlette.responses import Response
from web import Form, Visit, Visiting

from console.pages.tenants import head

router = APIRouter()


@router.get("/tenants/{slug}/resources")
async def show_resources(visit: Visiting, slug: str) -> Response:
    """Show them; each part stands for itself."""
    return await _page(visit, slug, Form())


@router.post("/tenants/{slug}/domains")
async def add_domain(visit: Visiting, slug: str) -> Response:
    """Add a domain; it is pending until its TXT record is found."""
    form = await visit.form()
    client = DomainServiceClient(visit.gateway)
    reply = await visit.submit(
        form, lambda: client.add_tenant_domain(form.read(AddTenantDomainRequest, slug=slug))
    )
    if reply is None:
        return await _page(visit, slug, form)
    return visit.go(f"/tenants/{slug}/resources", say=f"{reply.domain.domain} was added.")


@router.post("/tenants/{slug}/domains/{domain}/{what}")
async def change_domain(visit: Visiting, slug: str, domain: str, what: str) -> Response:
    """Look its record up, or take it away."""
    form = await visit.form()
    client = DomainServiceClient(visit.gateway)

    async def change() -> str:
        if what == "verify":
            await client.verify_tenant_domain(VerifyTenantDomainRequest(slug=slug, domain=domain))
            return f"{domain} is verified."
        await client.remove_tenant_domain(RemoveTenantDomainRequest(slug=slug, domain=domain))
        return f"{domain} was removed."

    said = await visit.submit(form, change)
    if said is None:
        return await _page(visit, slug, form)
    return visit.go(f"/tenants/{slug}/resources", say=said)


async def _page(visit: Visit, slug: str, form: Form) -> Response:
    client = DomainServiceClient(visit.gateway)
    tenant, domains = await asyncio.gather(
        head.read(visit, slug),
        visit.attempt(client.list_tenant_domains(ListTenantDomainsRequest(slug=slug))),
    )
    return await visit.page(
        "tenants/resources.html",
        form=form,
        tenant=tenant,
        tabs=head.tabs(visit),
        tab="/resources",
        domains=domains,
        rpc=ADD_TENANT_DOMAIN,
    )
