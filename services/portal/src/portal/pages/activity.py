"""What happened at the tenant: its own audit entries, for its admins."""

import asyncio
from collections.abc import AsyncIterator

from contracts.audit.v1 import AuditServiceClient, Entry, GetEntryRequest, ListEntriesResponse
from fastapi import APIRouter
from starlette.responses import Response, StreamingResponse
from web import Visit, Visiting, proofs

from portal import reading, standing

router = APIRouter()
_PAGE = 50
# What one call may bring of an export.
_PART = 500


@router.get("/tenants/{slug}/activity")
async def show_activity(visit: Visiting, slug: str) -> Response:
    """Show one page, older ones below it."""
    await standing.of(visit)
    return await _page(visit, slug, await _listed(visit, slug))


@router.get("/tenants/{slug}/activity.jsonl")
async def export_activity(visit: Visiting, slug: str) -> Response:
    """Give all that the list finds, the newest first, one entry a line, as it is read."""
    await standing.admin_of(visit)
    q = visit.request.query_params.get("q", "")[:200]
    # Refused before anything was sent, not in the middle.
    first = await reading.entries(visit, slug, limit=_PART, q=q)

    async def lines() -> AsyncIterator[bytes]:
        part = first
        while True:
            yield b"".join(entry.dump_json() + b"\n" for entry in part.items)
            if not part.next_cursor:
                return
            part = await reading.entries(visit, slug, limit=_PART, q=q, cursor=part.next_cursor)

    name = f'attachment; filename="{slug}-activity.jsonl"'
    return StreamingResponse(
        lines(), media_type="application/jsonl", headers={"Content-Disposition": name}
    )


@router.get("/tenants/{slug}/activity/{id}/proof")
async def show_proof(visit: Visiting, slug: str, id: str) -> Response:  # noqa: A002
    """Show how the browser can check that the entry is in the log."""
    await standing.of(visit)
    shown = await proofs.shown(visit, id)
    return await visit.page("activity/proof.html", slug=slug, **shown)


@router.get("/tenants/{slug}/activity/{id}/proof.txt")
async def download_proof(visit: Visiting, slug: str, id: str) -> Response:  # noqa: A002, ARG001
    """Give the proof in the tenant's own log."""
    await standing.of(visit)
    return await proofs.downloaded(visit, id, log=-1)


@router.get("/tenants/{slug}/activity/{id}")
async def show_entry(visit: Visiting, slug: str, id: str) -> Response:  # noqa: A002
    """Show the entry in the drawer; the list behind it is as the address says."""
    asked = AuditServiceClient(visit.gateway).get_entry(GetEntryRequest(id=id))
    if visit.part == "drawer":
        return await _page(visit, slug, ListEntriesResponse(), (await asked).entry)
    reply, page = await asyncio.gather(asked, _listed(visit, slug))
    return await _page(visit, slug, page, reply.entry)


async def _listed(visit: Visit, slug: str) -> ListEntriesResponse:
    query = visit.request.query_params
    return await reading.entries(
        visit, slug, limit=_PAGE, q=query.get("q", "")[:200], cursor=query.get("cursor", "")
    )


async def _page(
    visit: Visit, slug: str, page: ListEntriesResponse, entry: Entry | None = None
) -> Response:
    return await visit.page(
        "activity/page.html",
        slug=slug,
        page=page,
        entry=entry,
        q=visit.request.query_params.get("q", ""),
    )
