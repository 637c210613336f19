"""One flag: who gets it, what a change would switch, how it came to be so."""

import asyncio
from typing import Any

from contracts.faults import Fault
from contracts.flag.v1 import (
    KILL_FLAG,
    UPDATE_FLAG,
    ChangeRequestServiceClient,
    EvaluationServiceClient,
    ExplainFlagRequest,
    Flag,
    FlagServiceClient,
    GetFlagRequest,
    ListChangeRequestsRequest,
    ListSchedulesRequest,
    PreviewFlagRequest,
    PreviewFlagResponse,
    ScheduleServiceClient,
    UpdateFlagRequest,
)
from fastapi import APIRouter
from starlette.responses import Response
from web import Form, Visit, Visiting

from console.pages.flags import drafts

router = APIRouter()
OPERATORS = (
    "in", "not_in", "starts_with", "ends_with", "contains", "matches", "numeric", "date",
    "semver", "cidr",
)  # fmt: skip
_SHOWN_FLIPS = 100


@router.get("/flags/{key}")
async def show_flag(visit: Visiting, key: str, tenant: str = "", at: str = "") -> Response:
    """Show it; with a tenant, how it is decided for that one as well."""
    return await page(visit, key, None, tenant=tenant, at=at)


@router.post("/flags/{key}")
async def update_flag(visit: Visiting, key: str) -> Response:
    """Save what differs; based on the version that was shown."""
    form = await visit.form()
    flag = await read(visit, key)
    client = FlagServiceClient(visit.gateway)

    async def save() -> Flag:
        more = {"key": key, "version": form.value("version"), **drafts.changed(form, flag)}
        note = {"note": form.value("note")} if form.value("note") else {}
        return (await client.update_flag(UpdateFlagRequest.model_validate({**more, **note}))).flag

    if await visit.submit(form, save) is None:
        return await page(visit, key, form)
    return visit.go(f"/flags/{key}", say="Saved. Evaluators know it within a second.")


@router.post("/flags/{key}/preview")
async def preview_flag(visit: Visiting, key: str) -> Response:
    """Show which tenants the form would switch; nothing is saved."""
    form = await visit.form()
    flag = await read(visit, key)
    client = EvaluationServiceClient(visit.gateway)

    async def look() -> PreviewFlagResponse:
        members = {"key": key, "draft": drafts.changed(form, flag), "limit": _SHOWN_FLIPS}
        return await client.preview_flag(PreviewFlagRequest.parse(members))

    flips = await visit.submit(form, look)
    if visit.part == "preview":
        return await visit.page(
            "flags/preview.html", http_status=200, form=form, flips=flips or form.fault
        )
    return await page(visit, key, form, flips=flips)


async def read(visit: Visit, key: str) -> Flag:
    """Read the flag."""
    return (await FlagServiceClient(visit.gateway).get_flag(GetFlagRequest(key=key))).flag


async def page(
    visit: Visit,
    key: str,
    form: Form | None,
    *,
    tenant: str = "",
    at: str = "",
    flips: PreviewFlagResponse | None = None,
    problem: Form | None = None,
) -> Response:
    """Show the flag's page around a form; `problem` is another form that was refused."""
    flag, schedules, reviews, explained = await asyncio.gather(
        read(visit, key),
        visit.attempt(
            ScheduleServiceClient(visit.gateway).list_schedules(
                ListSchedulesRequest(flag_key=key, limit=10)
            )
        ),
        visit.attempt(
            ChangeRequestServiceClient(visit.gateway).list_change_requests(
                ListChangeRequestsRequest(flag_key=key, limit=10)
            )
        ),
        visit.attempt(_explained(visit, key, tenant, at)),
    )
    return await visit.page(
        "flags/detail.html",
        form=form or drafts.filled(flag),
        flag=flag,
        rules=[*drafts.rules(form), *_BLANK] if form else [*_rules(flag), *_BLANK],
        operators=[(one, one.replace("_", " ")) for one in OPERATORS],
        schedules=schedules,
        reviews=reviews,
        explained=explained,
        tenant=tenant,
        at=at,
        flips=flips,
        problem_of=problem,
        http_status=problem.fault.status if problem and problem.fault else 0,
        rpcs={"update": UPDATE_FLAG, "kill": KILL_FLAG},
    )


_BLANK: tuple[dict[str, Any], ...] = ({"attribute": "", "operator": "in", "values": []},)


def _rules(flag: Flag) -> list[dict[str, Any]]:
    return [rule.dump() for rule in flag.rules]


async def _explained(visit: Visit, key: str, tenant: str, at: str) -> Any:
    if not tenant:
        return None
    members = {"key": key, "tenantSlug": tenant, **({"at": at} if at else {})}
    try:
        asked = ExplainFlagRequest.parse(members)
    except ValueError:
        return Fault("The moment is not a date and time.", reason="malformed")
    return await EvaluationServiceClient(visit.gateway).explain_flag(asked)
