"""What happened at the tenant: its own audit entries, for its admins."""

import asyncio

from contracts.audit.v1 import AuditServiceClient, Entry, GetEntryRequest, ListEntriesResponse
from fastapi import APIRouter
from starlette.responses import Response
from web import Visit, Visiting

from portal import reading, standing

router = APIRouter()
_PAGE = 50


@router.get("/tenants/{slug}/activity")
async def show_activity(visit: Visiting, slug: str) -> Response:
    """Show one page, older ones below it."""
    await standing.of(visit)
    return await _page(visit, slug, await _listed(visit, slug))


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
