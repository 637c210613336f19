"""Changes that are made later: at a time, or step by step."""

import re
from datetime import UTC, datetime
from typing import Any

from contracts.faults import Malformed
from contracts.flag.v1 import (
    CancelScheduleRequest,
    PauseScheduleRequest,
    ResumeScheduleRequest,
    Schedule,
    ScheduleChangeRequest,
    ScheduleServiceClient,
    StartRampRequest,
)
from contracts.platform.v1 import FieldError
from fastapi import APIRouter
from starlette.responses import Response
from web import Visit, Visiting

from console.pages.flags import detail, drafts

router = APIRouter()
_STEP = re.compile(r"\s*(\d{1,3}(?:[.,]\d{1,3})?)\s*%?\s*(?:for\s+)?(?:(\d{1,5})\s*([mhd]))?\s*")
_SECONDS = {"m": 60, "h": 3600, "d": 86_400}


@router.post("/flags/{key}/ramp")
async def start_ramp(visit: Visiting, key: str) -> Response:
    """Start a ramp as it was written: `5% 1h, 25% 1d, 100%`."""
    form = await visit.form()
    client = ScheduleServiceClient(visit.gateway)
    reply = await visit.submit(
        form,
        lambda: client.start_ramp(
            StartRampRequest.parse(
                {
                    "key": key,
                    "steps": steps(form.value("steps")),
                    **({"note": form.value("note")} if form.value("note") else {}),
                }
            )
        ),
    )
    if reply is None:
        return await detail.page(visit, key, None, problem=form)
    return visit.go(f"/flags/{key}#plans", say="The ramp has begun.")


@router.post("/flags/{key}/schedule")
async def schedule_change(visit: Visiting, key: str) -> Response:
    """Make what the form says at a later time, in the time zone that pages show."""
    form = await visit.form()
    flag = await detail.read(visit, key)

    async def plan() -> Schedule:
        members: dict[str, Any] = {"key": key, "draft": drafts.changed(form, flag)}
        members["at"] = _moment(visit, form.value("at"))
        if form.value("note"):
            members["note"] = form.value("note")
        client = ScheduleServiceClient(visit.gateway)
        request = ScheduleChangeRequest.model_validate(members)
        return (await client.schedule_change(request)).schedule

    if await visit.submit(form, plan) is None:
        return await detail.page(visit, key, form)
    return visit.go(f"/flags/{key}#plans", say="The change is planned.")


@router.post("/flags/{key}/plans/{id}/{what}")
async def steer(visit: Visiting, key: str, id: str, what: str) -> Response:  # noqa: A002
    """Pause, resume or cancel a plan."""
    await visit.form()
    client = ScheduleServiceClient(visit.gateway)
    if what == "pause":
        await client.pause_schedule(PauseScheduleRequest(id=id))
    elif what == "resume":
        await client.resume_schedule(ResumeScheduleRequest(id=id))
    else:
        await client.cancel_schedule(CancelScheduleRequest(id=id))
    return visit.go(f"/flags/{key}#plans")


def steps(text: str) -> list[dict[str, Any]]:
    """Read `5% 1h, 25% 1d, 100%`; the last needs no time. Raises Malformed."""
    read = []
    for part in (part for part in text.split(",") if part.strip()):
        match = _STEP.fullmatch(part)
        if match is None:
            error = FieldError(field="steps", message=f"“{part.strip()}” is not like 5% 1h.")
            raise Malformed("A step of the ramp can't be read.", errors=[error])
        seconds = int(match[2]) * _SECONDS[match[3]] if match[2] else 0
        read.append({"pct": float(match[1].replace(",", ".")), "holdSeconds": seconds})
    return read


def _moment(visit: Visit, text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=visit.preferences.clock).astimezone(UTC)
    except ValueError:
        error = FieldError(field="at", message="A date and a time.")
        raise Malformed("It is not said when.", errors=[error]) from None
