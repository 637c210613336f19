"""The list of partners, and a new one."""

from contracts.partner.v1 import (
    CREATE_PARTNER,
    CreatePartnerRequest,
    ListPartnersRequest,
    PartnerServiceClient,
)
from fastapi import APIRouter
from starlette.responses import Response
from web import Form, Visiting

router = APIRouter()
_STATES = ("active", "terminated")


@router.get("/partners")
async def list_partners(visit: Visiting, status: str = "", cursor: str = "") -> Response:
    """Show one page."""
    members = {"status": status} if status in _STATES else {}
    asked = ListPartnersRequest.parse({**members, **({"cursor": cursor} if cursor else {})})
    page = await PartnerServiceClient(visit.gateway).list_partners(asked)
    return await visit.page("partners/list.html", page=page, status=status, cursor=cursor)


@router.get("/partners/new")
async def new_partner(visit: Visiting) -> Response:
    """Show the empty form."""
    return await visit.page("partners/new.html", form=Form(), rpc=CREATE_PARTNER)


@router.post("/partners/new")
async def create_partner(visit: Visiting) -> Response:
    """Create it and go there."""
    form = await visit.form()
    client = PartnerServiceClient(visit.gateway)
    reply = await visit.submit(form, lambda: client.create_partner(form.read(CreatePartnerRequest)))
    if reply is None:
        return await visit.page("partners/new.html", form=form, rpc=CREATE_PARTNER)
    partner = reply.partner
    return visit.go(f"/partners/{partner.slug}", say=f"{partner.name} was created.")
