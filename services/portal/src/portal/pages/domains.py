"""A tenant's domains: adding them, and proving them by DNS; behind a flag."""

import asyncio

from contracts.tenant.v1 import (
    AddTenantDomainRequest,
    DomainServiceClient,
    ListTenantDomainsRequest,
    RemoveTenantDomainRequest,
    VerifyTenantDomainRequest,
)
from fastapi import APIRouter
from starlette.responses import Response
from web import Form, Visit, Visiting

from portal import reading

router = APIRouter()
# Whether tenants look after their domains by themselves: a seed flag of the flag service.
SELF_SERVICE = "domain_self_service"


@router.get("/tenants/{slug}/domains")
async def list_domains(visit: Visiting, slug: str) -> Response:
    """Show each with what proves it."""
    return await _page(visit, slug, Form())


@router.post("/tenants/{slug}/domains")
async def add_domain(visit: Visiting, slug: str) -> Response:
    """Add one; it is pending until its record is found."""
    form = await visit.form()
    client = DomainServiceClient(visit.gateway)
    added = await visit.submit(
        form, lambda: client.add_tenant_domain(form.read(AddTenantDomainRequest, slug=slug))
    )
    if added is None:
        return await _page(visit, slug, form)
    said = f"{added.domain.domain} was added: now prove that it is yours."
    return visit.go(f"/tenants/{slug}/domains", say=said)


@router.post("/tenants/{slug}/domains/{domain}/verify")
async def verify_domain(visit: Visiting, slug: str, domain: str) -> Response:
    """Look the record up."""
    form = await visit.form()
    client = DomainServiceClient(visit.gateway)
    asked = VerifyTenantDomainRequest(slug=slug, domain=domain)
    if await visit.submit(form, lambda: client.verify_tenant_domain(asked)) is None:
        return await _page(visit, slug, form)
    return visit.go(f"/tenants/{slug}/domains", say=f"{domain} is verified.")


@router.post("/tenants/{slug}/domains/{domain}/remove")
async def remove_domain(visit: Visiting, slug: str, domain: str) -> Response:
    """Give it up."""
    form = await visit.form()
    client = DomainServiceClient(visit.gateway)
    asked = RemoveTenantDomainRequest(slug=slug, domain=domain)
    if await visit.submit(form, lambda: client.remove_tenant_domain(asked)) is None:
        return await _page(visit, slug, form)
    return visit.go(f"/tenants/{slug}/domains", say=f"{domain} was removed.")


async def _page(visit: Visit, slug: str, form: Form) -> Response:
    client = DomainServiceClient(visit.gateway)
    tenant, domains, may_add = await asyncio.gather(
        reading.tenant(visit, slug),
        client.list_tenant_domains(ListTenantDomainsRequest(slug=slug)),
        visit.attempt(reading.has_flag(visit, slug, SELF_SERVICE)),
    )
    return await visit.page(
        "domains/page.html",
        form=form,
        tenant=tenant,
        domains=domains.items,
        # Without an answer the feature stays off.
        may_add=may_add is True,
    )
