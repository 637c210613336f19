"""Maintenance windows: planning and cancelling."""

from datetime import UTC, datetime

from contracts.faults import Malformed
from contracts.health.v1 import (
    CREATE_MAINTENANCE_WINDOW,
    CancelMaintenanceWindowRequest,
    CreateMaintenanceWindowRequest,
    ListTargetsRequest,
    MaintenanceServiceClient,
    TargetServiceClient,
)
from contracts.platform.v1 import FieldError
from fastapi import APIRouter
from starlette.responses import Response
from web import Form, Visit, Visiting

router = APIRouter()


@router.get("/infrastructure/maintenance/new")
async def new_window(visit: Visiting) -> Response:
    """Show the form; times are meant in the time zone that pages show."""
    return await _page(visit, Form.filled({"minutes": 60, "repeats": "once"}))


@router.post("/infrastructure/maintenance/new")
async def create_window(visit: Visiting) -> Response:
    """Plan it."""
    form = await visit.form()
    client = MaintenanceServiceClient(visit.gateway)
    reply = await visit.submit(
        form, lambda: client.create_maintenance_window(_request(visit, form))
    )
    if reply is None:
        return await _page(visit, form)
    return visit.go("/infrastructure#maintenance", say=f"“{reply.window.title}” is planned.")


@router.post("/infrastructure/maintenance/{id}/cancel")
async def cancel_window(visit: Visiting, id: str) -> Response:  # noqa: A002
    """Cancel it, also while it is going on."""
    await visit.form()
    client = MaintenanceServiceClient(visit.gateway)
    window = (await client.cancel_maintenance_window(CancelMaintenanceWindowRequest(id=id))).window
    return visit.go("/infrastructure#maintenance", say=f"“{window.title}” is cancelled.")


def _request(visit: Visit, form: Form) -> CreateMaintenanceWindowRequest:
    try:
        local = datetime.fromisoformat(form.value("startsAt"))
    except ValueError:
        error = FieldError(field="startsAt", message="A date and a time.")
        raise Malformed("It is not said when it begins.", errors=[error]) from None
    starts_at = local.replace(tzinfo=visit.preferences.clock).astimezone(UTC)
    return form.read(
        CreateMaintenanceWindowRequest,
        lists={"targets"},
        startsAt=starts_at,
        timeZone=visit.preferences.zone,
    )


async def _page(visit: Visit, form: Form) -> Response:
    targets = await TargetServiceClient(visit.gateway).list_targets(ListTargetsRequest())
    return await visit.page(
        "infrastructure/maintenance_new.html",
        form=form,
        targets=[one for one in targets.items if not one.planned],
        rpc=CREATE_MAINTENANCE_WINDOW,
    )
