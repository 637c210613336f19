"""The board of live cards, and the stream that keeps it so."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from contracts.health.v1 import (
    GetFleetRequest,
    GetPlatformHealthRequest,
    GetPlatformHealthResponse,
    HealthServiceClient,
    IncidentServiceClient,
    ListIncidentsRequest,
    ListMaintenanceWindowsRequest,
    MaintenanceServiceClient,
    TargetState,
)
from fastapi import APIRouter
from starlette.responses import Response
from web import Visit, Visiting, passed_on

router = APIRouter()


@router.get("/infrastructure")
async def show_board(visit: Visiting, *, fresh: bool = False) -> Response:
    """Four calls at once; `fresh` probes everything now."""
    health = HealthServiceClient(visit.gateway)
    asked = GetPlatformHealthRequest(fresh=True) if fresh else GetPlatformHealthRequest()
    if visit.part == "cards":
        return await _page(visit, await health.get_platform_health(asked))
    platform, fleet, incidents, maintenance = await asyncio.gather(
        health.get_platform_health(asked),
        visit.attempt(health.get_fleet(GetFleetRequest())),
        visit.attempt(
            IncidentServiceClient(visit.gateway).list_incidents(ListIncidentsRequest(limit=10))
        ),
        visit.attempt(
            MaintenanceServiceClient(visit.gateway).list_maintenance_windows(
                ListMaintenanceWindowsRequest()
            )
        ),
    )
    return await _page(visit, platform, fleet=fleet, incidents=incidents, maintenance=maintenance)


@router.get("/infrastructure/events")
async def stream_changes(visit: Visiting) -> Response:
    """Pass on what changes."""
    return await passed_on(visit, "/health/events")


async def _page(visit: Visit, platform: GetPlatformHealthResponse, **more: Any) -> Response:
    values = {"fleet": None, "incidents": None, "maintenance": None, **more}
    return await visit.page(
        "infrastructure/board.html",
        platform=platform,
        groups=_grouped(platform.items),
        names={state.id: state.name for state in platform.items},
        **values,
    )


def _grouped(items: Sequence[TargetState]) -> Mapping[str, Sequence[TargetState]]:
    """By heading; what is planned comes last."""
    groups: dict[str, list[TargetState]] = {}
    for state in sorted(items, key=lambda one: one.status == "planned"):
        groups.setdefault(state.group, []).append(state)
    return groups
