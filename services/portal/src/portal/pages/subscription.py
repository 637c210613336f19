"""What the tenant pays, and since when."""

import asyncio

from contracts.faults import NotFound
from contracts.tenant.v1 import (
    GetSubscriptionRequest,
    ListSubscriptionChangesRequest,
    ListSubscriptionChangesResponse,
    SubscriptionServiceClient,
)
from fastapi import APIRouter
from starlette.responses import Response
from web import Visiting

from portal import reading, standing

router = APIRouter()


@router.get("/tenants/{slug}/subscription")
async def show_subscription(visit: Visiting, slug: str, cursor: str = "") -> Response:
    """Show the terms and every change of them; never subscribed is no fault."""
    await standing.of(visit)
    client = SubscriptionServiceClient(visit.gateway)
    asked = ListSubscriptionChangesRequest(slug=slug, cursor=cursor or None)
    tenant, reply, history = await asyncio.gather(
        reading.tenant(visit, slug),
        visit.attempt(client.get_subscription(GetSubscriptionRequest(slug=slug))),
        visit.attempt(client.list_subscription_changes(asked)),
    )
    return await visit.page(
        "subscription/page.html",
        tenant=tenant,
        subscription=None if isinstance(reply, NotFound) else reply,
        history=ListSubscriptionChangesResponse() if isinstance(history, NotFound) else history,
    )
