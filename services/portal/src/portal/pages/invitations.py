"""Accepting an invitation: the token stands behind the link's #, where no server logs it."""

from contracts.tenant.v1 import AcceptInvitationRequest, InvitationServiceClient
from fastapi import APIRouter
from starlette.responses import Response
from web import Arriving, Form, Greeting, Visiting, sign_in_path

router = APIRouter()
_PATH = "/invitations/accept"
_SIGN_IN = sign_in_path(onward=_PATH)
_OTHER = sign_in_path(onward=_PATH, other=True)


@router.get(_PATH)
async def show_invitation(visit: Arriving) -> Response:
    """Show the form; a module fills in what stands behind the #, and keeps it over a sign-in.

    Not led to the sign-in at once: what stands behind the # would go along to other people's pages.
    """
    if isinstance(visit, Greeting):
        return visit.page("invitations/greeting.html", sign_in=_SIGN_IN)
    return await visit.page("invitations/page.html", form=Form(), other=_OTHER)


@router.post(_PATH)
async def accept_invitation(visit: Visiting) -> Response:
    """Join, once, as whoever is signed in; a pasted link is as good as its token."""
    form = await visit.form()
    token = form.value("token").rpartition("#")[2]
    client = InvitationServiceClient(visit.gateway)
    joined = await visit.submit(
        form, lambda: client.accept_invitation(form.read(AcceptInvitationRequest, token=token))
    )
    if joined is None:
        return await visit.page("invitations/page.html", form=form, other=_OTHER)
    slug = joined.tenant_slug
    return visit.go(f"/tenants/{slug}", say=f"Welcome: you are {joined.role} here.")
