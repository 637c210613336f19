"""Accepting an invitation: the token stands behind the link's #, where no server logs it."""

from contracts.tenant.v1 import AcceptInvitationRequest, InvitationServiceClient
from fastapi import APIRouter
from starlette.responses import Response
from web import Form, Visiting

router = APIRouter()


@router.get("/invitations/accept")
async def show_invitation(visit: Visiting) -> Response:
    """Show the form; a module fills in what stands behind the #."""
    return await visit.page("invitations/page.html", form=Form())


@router.post("/invitations/accept")
async def accept_invitation(visit: Visiting) -> Response:
    """Join, once, as whoever is signed in; a pasted link is as good as its token."""
    form = await visit.form()
    token = form.value("token").rpartition("#")[2]
    client = InvitationServiceClient(visit.gateway)
    joined = await visit.submit(
        form, lambda: client.accept_invitation(form.read(AcceptInvitationRequest, token=token))
    )
    if joined is None:
        return await visit.page("invitations/page.html", form=form)
    slug = joined.tenant_slug
    return visit.go(f"/tenants/{slug}", say=f"Welcome: you are {joined.role} here.")
