"""How many entries the filters find: over time, and of what."""

import asyncio

from contracts.audit.v1 import (
    GET_FACETS,
    GET_HISTOGRAM,
    CountingServiceClient,
    GetFacetsRequest,
    GetHistogramRequest,
)
from contracts.faults import Fault
from fastapi import APIRouter
from starlette.responses import Response
from web import Visiting, charts
from web.asking import kept

router = APIRouter()
# As many as fit beside each other, each wide enough for a finger.
_COLUMNS = 24


@router.get("/audit/counts")
async def show_counts(visit: Visiting) -> Response:
    """Show both; the timeline asks for them when it stands."""
    query = visit.request.query_params
    client = CountingServiceClient(visit.gateway)
    facets, histogram = await asyncio.gather(
        visit.attempt(client.get_facets(GetFacetsRequest.parse(kept(GET_FACETS, query)))),
        visit.attempt(client.get_histogram(GetHistogramRequest.parse(kept(GET_HISTOGRAM, query)))),
    )
    columns = (
        []
        if isinstance(histogram, Fault)
        else charts.columns(histogram.buckets, seconds=histogram.bucket_seconds, most=_COLUMNS)
    )
    return await visit.page(
        "audit/counts.html", facets=facets, histogram=histogram, columns=columns, query=query
    )
