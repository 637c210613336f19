"""What operators note about a tenant, and the API keys that act for it."""

import asyncio

from contracts.tenant.v1 import (
    ADD_NOTE,
    CREATE_API_KEY,
    AddNoteRequest,
    ApiKeyServiceClient,
    CreateApiKeyRequest,
    ListApiKeysRequest,
    ListNotesRequest,
    NoteServiceClient,
    RemoveNoteRequest,
    RevokeApiKeyRequest,
)
from fastapi import APIRouter
from starlette.responses import Response
from web import Form, Visit, Visiting

from console.pages.tenants import head

router = APIRouter()


@router.get("/tenants/{slug}/support")
async def show_support(visit: Visiting, slug: str, cursor: str = "") -> Response:
    """Show notes, the newest first, and keys."""
    return await _page(visit, slug, Form(), cursor=cursor)


@router.post("/tenants/{slug}/notes")
async def add_note(visit: Visiting, slug: str) -> Response:
    """Note something; it stands on the operators' timeline too."""
    form = await visit.form()
    client = NoteServiceClient(visit.gateway)
    reply = await visit.submit(form, lambda: client.add_note(form.read(AddNoteRequest, slug=slug)))
    if reply is None:
        return await _page(visit, slug, form)
    return visit.go(f"/tenants/{slug}/support", say="Noted.")


@router.post("/tenants/{slug}/notes/{id}/remove")
async def remove_note(visit: Visiting, slug: str, id: str) -> Response:  # noqa: A002
    """Remove a note."""
    await visit.form()
    await NoteServiceClient(visit.gateway).remove_note(RemoveNoteRequest(slug=slug, id=id))
    return visit.go(f"/tenants/{slug}/support", say="The note was removed.")


@router.post("/tenants/{slug}/api-keys")
async def create_key(visit: Visiting, slug: str) -> Response:
    """Make a key; its secret is on this answer and nowhere else, so there is no redirect."""
    form = await visit.form()
    client = ApiKeyServiceClient(visit.gateway)
    reply = await visit.submit(
        form,
        lambda: client.create_api_key(
            form.read(CreateApiKeyRequest, lists={"scopes"}, tenantSlug=slug)
        ),
    )
    if reply is None:
        return await _page(visit, slug, form)
    return await _page(visit, slug, Form(), secret=reply.secret)


@router.post("/tenants/{slug}/api-keys/{id}/revoke")
async def revoke_key(visit: Visiting, slug: str, id: str) -> Response:  # noqa: A002
    """Refuse the key from now on."""
    await visit.form()
    await ApiKeyServiceClient(visit.gateway).revoke_api_key(RevokeApiKeyRequest(id=id))
    return visit.go(f"/tenants/{slug}/support", say="The key is revoked.")


async def _page(
    visit: Visit, slug: str, form: Form, *, cursor: str = "", secret: str = ""
) -> Response:
    notes_asked = ListNotesRequest(slug=slug, cursor=cursor or None)
    tenant, notes, keys = await asyncio.gather(
        head.read(visit, slug),
        visit.attempt(NoteServiceClient(visit.gateway).list_notes(notes_asked)),
        visit.attempt(
            ApiKeyServiceClient(visit.gateway).list_api_keys(ListApiKeysRequest(tenant=slug))
        ),
    )
    return await visit.page(
        "tenants/support.html",
        form=form,
        tenant=tenant,
        tabs=head.tabs(visit),
        tab="/support",
        notes=notes,
        keys=keys,
        rpc=ADD_NOTE,
        key_rpc=CREATE_API_KEY,
        secret=secret,
    )
