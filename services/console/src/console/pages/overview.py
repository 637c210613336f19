"""Overview: how it goes, at one glance; every figure leads to its list."""

import asyncio

from contracts.audit.v1 import AuditServiceClient, ListEntriesRequest
from contracts.flag.v1 import FlagServiceClient, ListFlagsRequest
from contracts.ingest.v1 import IngestServiceClient, ListSourcesRequest
from contracts.tenant.v1 import ListTenantsRequest, TenantServiceClient
from fastapi import APIRouter
from starlette.responses import Response
from web import Visiting

router = APIRouter()
_LATEST = 12


@router.get("/")
async def show_overview(visit: Visiting) -> Response:
    """Four calls at once, beside the frame's two; each part stands for itself."""
    ask = visit.attempt
    newest = ListEntriesRequest(limit=_LATEST)
    if visit.part == "latest":
        latest = await ask(AuditServiceClient(visit.gateway).list_entries(newest))
        return await visit.page("overview/page.html", latest=latest)
    tenants, latest, sources, ramping = await asyncio.gather(
        ask(TenantServiceClient(visit.gateway).list_tenants(ListTenantsRequest(limit=1))),
        ask(AuditServiceClient(visit.gateway).list_entries(newest)),
        ask(IngestServiceClient(visit.gateway).list_sources(ListSourcesRequest())),
        ask(FlagServiceClient(visit.gateway).list_flags(ListFlagsRequest(state="rollout"))),
    )
    return await visit.page(
        "overview/page.html", tenants=tenants, latest=latest, sources=sources, ramping=ramping
    )
