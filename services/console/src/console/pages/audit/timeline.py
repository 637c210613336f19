"""The timeline, newest first; an entry opens beside it, under its own address."""

import asyncio
from collections.abc import Sequence
from typing import Any

from contracts.audit.v1 import (
    CREATE_EXPORT,
    AuditServiceClient,
    Entry,
    GetEntryRequest,
    ListEntriesRequest,
    ListEntriesResponse,
    Search,
)
from contracts.faults import Fault, Malformed
from fastapi import APIRouter
from starlette.responses import Response
from web import Visit, Visiting, passed_on

from console import links
from console.pages.audit import exports, filters, searches

router = APIRouter()
_PAGE = 60
_MOST_NEW = 100
Saved = Sequence[Search] | Fault | None


@router.get("/audit")
async def show_timeline(visit: Visiting) -> Response:
    """Show one page, older ones below it, or how many entries are new."""
    if visit.part == "newer":
        return await _newer(visit)
    page, saved = await asyncio.gather(visit.attempt(_listed(visit)), _saved(visit))
    return await _page(visit, page, saved=saved)


@router.get("/audit/events")
async def stream_entries(visit: Visiting) -> Response:
    """Pass on what comes, under the same filters."""
    query = filters.streamed(visit.request.query_params)
    return await passed_on(visit, f"/audit/stream?{query}" if query else "/audit/stream")


@router.get("/audit/{id}")
async def show_entry(visit: Visiting, id: str) -> Response:  # noqa: A002
    """Show the entry in the drawer; the list behind it is as the address says."""
    client = AuditServiceClient(visit.gateway)
    asked = client.get_entry(GetEntryRequest(id=id))
    if visit.part == "drawer":
        return await _page(visit, ListEntriesResponse(), (await asked).entry)
    reply, page, saved = await asyncio.gather(
        asked, visit.attempt(_listed(visit)), searches.listed(visit)
    )
    return await _page(visit, page, reply.entry, saved=saved)


async def _saved(visit: Visit) -> Saved:
    """Return what a whole page shows of them; a part of it shows none."""
    return None if visit.part else await searches.listed(visit)


async def _listed(visit: Visit) -> ListEntriesResponse:
    asked = filters.asked(visit.request.query_params, limit=_PAGE)
    return await AuditServiceClient(visit.gateway).list_entries(asked)


async def _newer(visit: Visit) -> Response:
    """Count what came since the newest entry that is shown."""
    query = visit.request.query_params
    asked = filters.asked(query, limit=_MOST_NEW)
    newest = (
        ListEntriesRequest.parse({"since": query["newest"]}).since if "newest" in query else None
    )
    # What is archived is old: nobody reads files to learn what is new.
    asked = asked.model_copy(
        update={"since": newest or asked.since, "cursor": None, "include_archive": None}
    )
    page = await AuditServiceClient(visit.gateway).list_entries(asked)
    known = query.get("known", "")
    fresh = [one for one in page.items if one.id != known]
    counted = {"fresh": len(fresh), "is_more": bool(page.next_cursor)}
    return await visit.page("audit/page.html", **(_values(visit, page, None) | counted))


async def _page(
    visit: Visit,
    page: ListEntriesResponse | Fault,
    entry: Entry | None = None,
    *,
    saved: Saved = None,
) -> Response:
    status = 422 if isinstance(page, Malformed) else 200
    return await visit.page(
        "audit/page.html", http_status=status, **_values(visit, page, entry), saved=saved
    )


def _values(visit: Visit, page: ListEntriesResponse | Fault, entry: Entry | None) -> dict[str, Any]:
    query = visit.request.query_params
    return {
        "page": page,
        "entry": entry,
        "link": links.resource(entry) if entry else "",
        "query": query,
        "chips_shown": filters.chips(query),
        "picks": filters.PICKS,
        "sources": filters.SOURCES,
        "address": searches.address,
        "formats": exports.FORMATS if visit.site.offers.has(CREATE_EXPORT) else (),
        "fresh": 0,
        "is_more": False,
    }
