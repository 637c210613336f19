"""What is done to a flag beside saving its form: kill, revert, remove."""

from contracts.faults import Conflict
from contracts.flag.v1 import (
    DeleteFlagRequest,
    Flag,
    FlagServiceClient,
    KillFlagRequest,
    UpdateFlagRequest,
)
from fastapi import APIRouter
from starlette.responses import Response
from web import Form, Visit, Visiting

from console.pages.flags import detail

router = APIRouter()


@router.post("/flags/{key}/kill")
async def kill_flag(visit: Visiting, key: str) -> Response:
    """Switch it off for everybody at once."""
    form = await visit.form()
    client = FlagServiceClient(visit.gateway)
    reply = await visit.submit(form, lambda: client.kill_flag(form.read(KillFlagRequest, key=key)))
    if reply is None:
        return await detail.page(visit, key, None, problem=form)
    return visit.go(f"/flags/{key}", say=f"{key} is off for everybody.")


@router.post("/flags/{key}/revert")
async def revert_flag(visit: Visiting, key: str) -> Response:
    """Set the fields of one change back to what they were before it."""
    form = await visit.form()
    if await visit.submit(form, lambda: _reverted(visit, key, form)) is None:
        return await detail.page(visit, key, None, problem=form)
    return visit.go(f"/flags/{key}", say=f"Revision {form.value('revision')} was reverted.")


@router.post("/flags/{key}/remove")
async def remove_flag(visit: Visiting, key: str) -> Response:
    """Remove it for good."""
    form = await visit.form()
    client = FlagServiceClient(visit.gateway)
    reply = await visit.submit(
        form, lambda: client.delete_flag(form.read(DeleteFlagRequest, key=key))
    )
    if reply is None:
        return await detail.page(visit, key, None, problem=form)
    return visit.go("/flags", say=f"{key} was removed.")


async def _reverted(visit: Visit, key: str, form: Form) -> Flag:
    flag = await detail.read(visit, key)
    wanted = form.value("revision")
    change = next((one for one in flag.history if str(one.revision) == wanted), None)
    if change is None:
        raise Conflict("The history does not reach back so far; see the timeline.")
    before = {
        name: one.get("before")
        for name, one in change.changes.items()
        if isinstance(one, dict) and one.get("before") is not None
    }
    members = {**before, "key": key, "version": flag.version, "note": f"reverts revision {wanted}"}
    request = UpdateFlagRequest.model_validate(members, extra="ignore")
    return (await FlagServiceClient(visit.gateway).update_flag(request)).flag
