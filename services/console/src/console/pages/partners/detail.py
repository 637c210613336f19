"""One partner: contract, contact, customers, people, margin."""

import asyncio
from typing import Any

from contracts.partner.v1 import (
    TERMINATE_PARTNER,
    UPDATE_PARTNER,
    GetMarginReportRequest,
    GetPartnerRequest,
    Partner,
    PartnerServiceClient,
    ReinstatePartnerRequest,
    TerminatePartnerRequest,
    UpdatePartnerRequest,
)
from contracts.tenant.v1 import (
    ATTACH_TENANT,
    AddPartnerUserRequest,
    AttachTenantRequest,
    DetachTenantRequest,
    ListPartnerTenantsRequest,
    ListPartnerUsersRequest,
    ResaleServiceClient,
)
from fastapi import APIRouter
from starlette.responses import Response
from web import Form, Visit, Visiting

router = APIRouter()
_CONTACT = ("name", "email", "phone")


@router.get("/partners/{slug}")
async def show_partner(visit: Visiting, slug: str, month: str = "") -> Response:
    """Four calls at once; the margin is the month's."""
    return await _page(visit, slug, None, month=month)


@router.post("/partners/{slug}")
async def update_partner(visit: Visiting, slug: str) -> Response:
    """Save contract and contact; based on the version that was shown."""
    form = await visit.form()
    reply = await visit.submit(form, lambda: _updated(visit, slug, form))
    if reply is None:
        return await _page(visit, slug, form)
    return visit.go(f"/partners/{slug}", say="Saved.")


@router.post("/partners/{slug}/{what}")
async def change_partner(visit: Visiting, slug: str, what: str) -> Response:
    """Attach or detach a tenant, add a person, end or renew the contract."""
    form = await visit.form()
    said = await visit.submit(form, lambda: _changed(visit, slug, what, form))
    if said is None:
        return await _page(visit, slug, form)
    return visit.go(f"/partners/{slug}", say=said)


async def _updated(visit: Visit, slug: str, form: Form) -> Partner:
    contact = {name: form.value(f"contact-{name}") for name in _CONTACT}
    more: dict[str, Any] = {"contact": contact} if any(contact.values()) else {}
    if not form.value("domain"):
        more["domain"] = None
    request = form.read(UpdatePartnerRequest, slug=slug, **more)
    return (await PartnerServiceClient(visit.gateway).update_partner(request)).partner


async def _changed(visit: Visit, slug: str, what: str, form: Form) -> str:
    partners, resale = PartnerServiceClient(visit.gateway), ResaleServiceClient(visit.gateway)
    tenant = form.value("tenantSlug")
    if what == "attach":
        await resale.attach_tenant(form.read(AttachTenantRequest, partnerSlug=slug))
        return f"{tenant} is attached."
    if what == "detach":
        await resale.detach_tenant(form.read(DetachTenantRequest, partnerSlug=slug))
        return f"{tenant} is sold directly now."
    if what == "people":
        reply = await resale.add_partner_user(form.read(AddPartnerUserRequest, partnerSlug=slug))
        return f"{reply.user.email} works for this partner now."
    if what == "reinstate":
        await partners.reinstate_partner(ReinstatePartnerRequest(slug=slug))
        return "The contract is in force again."
    ended = await partners.terminate_partner(
        form.read(TerminatePartnerRequest, slug=slug, detach=form.value("detach") == "true")
    )
    return f"The contract is ended; {len(ended.attached)} tenants stay attached."


async def _page(visit: Visit, slug: str, form: Form | None, *, month: str = "") -> Response:
    partners, resale, ask = (
        PartnerServiceClient(visit.gateway),
        ResaleServiceClient(visit.gateway),
        visit.attempt,
    )
    margin_asked = GetMarginReportRequest(slug=slug, month=month or None)
    reply, tenants, people, margin = await asyncio.gather(
        partners.get_partner(GetPartnerRequest(slug=slug)),
        ask(resale.list_partner_tenants(ListPartnerTenantsRequest(partner_slug=slug, limit=200))),
        ask(resale.list_partner_users(ListPartnerUsersRequest(partner_slug=slug))),
        ask(partners.get_margin_report(margin_asked)),
    )
    return await visit.page(
        "partners/detail.html",
        form=form or _filled(reply.partner),
        partner=reply.partner,
        tenants=tenants,
        people=people,
        margin=margin,
        month=month or f"{visit.now:%Y-%m}",
        rpcs={"update": UPDATE_PARTNER, "attach": ATTACH_TENANT, "terminate": TERMINATE_PARTNER},
    )


def _filled(partner: Partner) -> Form:
    contact = partner.contact.dump() if partner.contact else {}
    named = {f"contact-{name}": value for name, value in contact.items()}
    return Form.filled({**partner.dump(), **named})
