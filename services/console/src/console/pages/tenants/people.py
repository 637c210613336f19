"""The people of a tenant."""

import asyncio

from contracts.tenant.v1 import (
    ADD_TENANT_USER,
    AddTenantUserRequest,
    ChangeMemberRoleRequest,
    DeactivateUserRequest,
    InvitationServiceClient,
    ListInvitationsRequest,
    ListTenantUsersRequest,
    MemberServiceClient,
    ReactivateUserRequest,
    RemoveMemberRequest,
    UserServiceClient,
    WithdrawInvitationRequest,
)
from fastapi import APIRouter
from starlette.responses import Response
from web import Form, Visit, Visiting

from console.pages.tenants import head

router = APIRouter()


@router.get("/tenants/{slug}/users")
async def list_people(visit: Visiting, slug: str, cursor: str = "") -> Response:
    """Show one page, the last to sign in first."""
    return await _page(visit, slug, Form.filled({"role": "member"}), cursor=cursor)


@router.post("/tenants/{slug}/users")
async def add_person(visit: Visiting, slug: str) -> Response:
    """Add somebody, or change their role."""
    form = await visit.form()
    client = UserServiceClient(visit.gateway)
    reply = await visit.submit(
        form, lambda: client.add_tenant_user(form.read(AddTenantUserRequest, slug=slug))
    )
    if reply is None:
        return await _page(visit, slug, form)
    role = form.value("role")
    return visit.go(f"/tenants/{slug}/users", say=f"{reply.user.email} is {role} now.")


@router.post("/tenants/{slug}/users/{id}/deactivate")
async def deactivate_person(visit: Visiting, slug: str, id: str) -> Response:  # noqa: A002
    """Refuse the person's tokens everywhere, from now on."""
    form = await visit.form()
    client = UserServiceClient(visit.gateway)
    reply = await visit.submit(
        form, lambda: client.deactivate_user(form.read(DeactivateUserRequest, id=id))
    )
    if reply is None:
        return await _page(visit, slug, form)
    return visit.go(f"/tenants/{slug}/users", say=f"{reply.user.email} was deactivated.")


@router.post("/tenants/{slug}/users/{id}/reactivate")
async def reactivate_person(visit: Visiting, slug: str, id: str) -> Response:  # noqa: A002
    """Let the person in again."""
    await visit.form()
    client = UserServiceClient(visit.gateway)
    user = (await client.reactivate_user(ReactivateUserRequest(id=id))).user
    return visit.go(f"/tenants/{slug}/users", say=f"{user.email} was reactivated.")


@router.post("/tenants/{slug}/users/{id}/role")
async def change_role(visit: Visiting, slug: str, id: str) -> Response:  # noqa: A002
    """Change what the person may do, or remove them from this tenant."""
    form = await visit.form()
    client = MemberServiceClient(visit.gateway)

    async def change() -> str:
        if form.value("role") == "remove":
            user = (await client.remove_member(RemoveMemberRequest(slug=slug, id=id))).user
            return f"{user.email} does not belong to {slug} any more."
        request = form.read(ChangeMemberRoleRequest, slug=slug, id=id)
        user = (await client.change_member_role(request)).user
        return f"{user.email} is {request.role} now."

    said = await visit.submit(form, change)
    if said is None:
        return await _page(visit, slug, form)
    return visit.go(f"/tenants/{slug}/users", say=said)


@router.post("/tenants/{slug}/invitations/{id}/withdraw")
async def withdraw(visit: Visiting, slug: str, id: str) -> Response:  # noqa: A002
    """Take an invitation back."""
    await visit.form()
    client = InvitationServiceClient(visit.gateway)
    await client.withdraw_invitation(WithdrawInvitationRequest(slug=slug, id=id))
    return visit.go(f"/tenants/{slug}/users", say="The invitation was taken back.")


async def _page(visit: Visit, slug: str, form: Form, *, cursor: str = "") -> Response:
    asked = ListTenantUsersRequest(slug=slug, cursor=cursor or None)
    invitations = InvitationServiceClient(visit.gateway)
    tenant, people, invited = await asyncio.gather(
        head.read(visit, slug),
        UserServiceClient(visit.gateway).list_tenant_users(asked),
        visit.attempt(invitations.list_invitations(ListInvitationsRequest(slug=slug))),
    )
    return await visit.page(
        "tenants/people.html",
        form=form,
        tenant=tenant,
        tabs=head.tabs(visit),
        tab="/users",
        people=people,
        invited=invited,
        rpc=ADD_TENANT_USER,
    )
