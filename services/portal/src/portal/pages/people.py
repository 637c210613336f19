"""The people of a tenant; its admins invite, change roles and remove."""

import asyncio

from contracts.tenant.v1 import (
    ChangeMemberRoleRequest,
    CreateInvitationRequest,
    CreateInvitationResponse,
    InvitationServiceClient,
    ListInvitationsRequest,
    ListTenantUsersRequest,
    MemberServiceClient,
    RemoveMemberRequest,
    UserServiceClient,
    WithdrawInvitationRequest,
)
from fastapi import APIRouter
from starlette.responses import Response
from web import Form, Visit, Visiting

from portal import reading, standing

router = APIRouter()


@router.get("/tenants/{slug}/people")
async def list_people(visit: Visiting, slug: str, cursor: str = "") -> Response:
    """Show one page, the last to sign in first."""
    return await _page(visit, slug, Form.filled({"role": "member"}), cursor=cursor)


@router.post("/tenants/{slug}/people/invite")
async def invite(visit: Visiting, slug: str) -> Response:
    """Show the link at once: nobody can be told it again."""
    form = await visit.form()
    client = InvitationServiceClient(visit.gateway)
    made = await visit.submit(
        form, lambda: client.create_invitation(form.read(CreateInvitationRequest, slug=slug))
    )
    shown = form if made is None else Form.filled({"role": "member"})
    return await _page(visit, slug, shown, made=made)


@router.post("/tenants/{slug}/people/{id}/role")
async def change_role(visit: Visiting, slug: str, id: str) -> Response:  # noqa: A002
    """The last owner stays one."""
    form = await visit.form()
    client = MemberServiceClient(visit.gateway)
    reply = await visit.submit(
        form,
        lambda: client.change_member_role(form.read(ChangeMemberRoleRequest, slug=slug, id=id)),
    )
    if reply is None:
        return await _page(visit, slug, form)
    return visit.go(f"/tenants/{slug}/people", say=f"{reply.user.email} is {form.value('role')}.")


@router.post("/tenants/{slug}/people/{id}/remove")
async def remove(visit: Visiting, slug: str, id: str) -> Response:  # noqa: A002
    """Take somebody's access to this tenant away."""
    form = await visit.form()
    client = MemberServiceClient(visit.gateway)
    reply = await visit.submit(
        form, lambda: client.remove_member(form.read(RemoveMemberRequest, slug=slug, id=id))
    )
    if reply is None:
        return await _page(visit, slug, form)
    return visit.go(f"/tenants/{slug}/people", say=f"{reply.user.email} was removed.")


@router.post("/tenants/{slug}/people/invitations/{id}/withdraw")
async def withdraw(visit: Visiting, slug: str, id: str) -> Response:  # noqa: A002
    """Take an invitation back: its link is worth nothing from now on."""
    form = await visit.form()
    client = InvitationServiceClient(visit.gateway)
    asked = WithdrawInvitationRequest(slug=slug, id=id)
    if await visit.submit(form, lambda: client.withdraw_invitation(asked)) is None:
        return await _page(visit, slug, form)
    return visit.go(f"/tenants/{slug}/people", say="The invitation was taken back.")


async def _page(
    visit: Visit,
    slug: str,
    form: Form,
    *,
    cursor: str = "",
    made: CreateInvitationResponse | None = None,
) -> Response:
    person = await standing.of(visit)
    users = UserServiceClient(visit.gateway)
    tenant, people, invitations = await asyncio.gather(
        reading.tenant(visit, slug),
        users.list_tenant_users(ListTenantUsersRequest(slug=slug, cursor=cursor or None)),
        _invitations(visit, slug) if person.is_admin else asyncio.sleep(0),
    )
    link = f"{visit.site.settings.public_url}{made.link}" if made else ""
    return await visit.page(
        "people/page.html",
        form=form,
        tenant=tenant,
        people=people,
        invitations=invitations,
        made=made,
        link=link,
    )


async def _invitations(visit: Visit, slug: str) -> object:
    client = InvitationServiceClient(visit.gateway)
    return await visit.attempt(client.list_invitations(ListInvitationsRequest(slug=slug)))
