"""The people of a tenant."""

import asyncio

from contracts.tenant.v1 import (
    ADD_TENANT_USER,
    AddTenantUserRequest,
    DeactivateUserRequest,
    ListTenantUsersRequest,
    ReactivateUserRequest,
    UserServiceClient,
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


async def _page(visit: Visit, slug: str, form: Form, *, cursor: str = "") -> Response:
    asked = ListTenantUsersRequest(slug=slug, cursor=cursor or None)
    tenant, people = await asyncio.gather(
        head.read(visit, slug), UserServiceClient(visit.gateway).list_tenant_users(asked)
    )
    return await visit.page(
        "tenants/people.html",
        form=form,
        tenant=tenant,
        tabs=head.TABS,
        tab="/users",
        people=people,
        rpc=ADD_TENANT_USER,
    )
