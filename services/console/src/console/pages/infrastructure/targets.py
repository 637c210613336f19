"""One target: its state, its past, and a probe on demand."""

import asyncio
from datetime import timedelta

from contracts.health.v1 import (
    GetPlatformHealthRequest,
    GetTargetHistoryRequest,
    HealthServiceClient,
    ProbeTargetRequest,
)
from fastapi import APIRouter
from starlette.responses import Response
from web import Visiting, charts
from web.faults import PageNotFound

router = APIRouter()
_DAY = timedelta(days=1)
_BARS = 48


@router.get("/infrastructure/targets/{id}/history")
async def show_history(visit: Visiting, id: str) -> Response:  # noqa: A002
    """Show the last day as bars: what a card fetches once it is seen."""
    reply = await HealthServiceClient(visit.gateway).get_target_history(
        GetTargetHistoryRequest(id=id)
    )
    bars = charts.states(reply.points, until=visit.now, span=_DAY, count=_BARS)
    return await visit.page("infrastructure/history.html", history=reply, bars=bars)


@router.get("/infrastructure/targets/{id}")
async def show_target(visit: Visiting, id: str) -> Response:  # noqa: A002
    """Show it in full."""
    health = HealthServiceClient(visit.gateway)
    platform, history = await asyncio.gather(
        health.get_platform_health(GetPlatformHealthRequest()),
        health.get_target_history(GetTargetHistoryRequest(id=id)),
    )
    state = next((one for one in platform.items if one.id == id), None)
    if state is None:
        raise PageNotFound(f"There is no target {id}.")
    latencies = [point.p50_ms for point in history.points]
    return await visit.page(
        "infrastructure/target.html",
        state=state,
        names={one.id: one.name for one in platform.items},
        history=history,
        bars=charts.states(history.points, until=visit.now, span=_DAY, count=_BARS),
        line=charts.line(latencies, width=480, height=80),
        slowest=max((value for value in latencies if value is not None), default=None),
    )


@router.post("/infrastructure/targets/{id}/probe")
async def probe(visit: Visiting, id: str) -> Response:  # noqa: A002
    """Probe it now; what is found counts like any other probe."""
    await visit.form()
    reply = await HealthServiceClient(visit.gateway).probe_target(ProbeTargetRequest(id=id))
    said = f"{reply.state.name} was probed: {reply.state.status}."
    return visit.go(f"/infrastructure/targets/{id}", say=said)
