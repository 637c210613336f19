"""Saved searches: the timeline's filters under a name."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from contracts.audit.v1 import (
    LIST_SEARCHES,
    CreateSearchRequest,
    DeleteSearchRequest,
    EntryFilter,
    ListSearchesRequest,
    Search,
    SearchServiceClient,
)
from contracts.faults import Fault
from fastapi import APIRouter
from starlette.responses import Response
from web import Visit, Visiting

router = APIRouter()


@router.post("/audit/searches")
async def save_search(visit: Visiting) -> Response:
    """Save the filters that the form carries, and show what they find."""
    form = await visit.form()
    client = SearchServiceClient(visit.gateway)
    chosen = form.read(EntryFilter)
    shared = {"shared": True} if form.value("shared") else {}
    members: dict[str, Any] = {
        "name": form.value("searchName"),
        "filter": chosen.dump(),
        **shared,
    }
    saved = await visit.submit(
        form, lambda: client.create_search(CreateSearchRequest.parse(members))
    )
    said = f"“{form.value('searchName')}” was saved." if saved else ""
    if form.fault:
        said = f"Not saved. {form.fault.detail}"
    return visit.go(address(chosen), say=said)


@router.post("/audit/searches/{id}/remove")
async def remove_search(visit: Visiting, id: str) -> Response:  # noqa: A002
    """Forget one of one's own."""
    client = SearchServiceClient(visit.gateway)
    gone = await client.delete_search(DeleteSearchRequest(id=id))
    return visit.go("/audit", say=f"“{gone.search.name}” is forgotten.")


def address(chosen: EntryFilter) -> str:
    """Return the page that shows what a filter finds."""
    query: Mapping[str, Any] = chosen.dump()
    words = {name: "true" if value is True else value for name, value in query.items()}
    return f"/audit?{urlencode(words)}" if words else "/audit"


async def listed(visit: Visit) -> Sequence[Search] | Fault | None:
    """Return them; None where this gateway keeps none."""
    if not visit.site.offers.has(LIST_SEARCHES):
        return None
    asked = SearchServiceClient(visit.gateway).list_searches(ListSearchesRequest())
    reply = await visit.attempt(asked)
    return reply if isinstance(reply, Fault) else reply.items
