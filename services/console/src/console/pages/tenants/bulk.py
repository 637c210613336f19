"""Many tenants at once: what would be done is shown before it is done."""

from collections.abc import Mapping
from typing import Any

from contracts.faults import Fault
from contracts.tenant.v1 import (
    CHANGE_TENANTS,
    BulkServiceClient,
    ChangeTenantsRequest,
    ChangeTenantsResponse,
)
from fastapi import APIRouter
from starlette.responses import Response
from web import Form, Visit, Visiting

from console.pages.tenants.listing import FILTERS

router = APIRouter()
ACTIONS = {"suspend": "Suspend", "resume": "Resume", "change_plan": "Change the plan of"}
_PREVIEW = "preview"


@router.get("/tenants/bulk")
async def preview_bulk(visit: Visiting) -> Response:
    """Show what would become of each."""
    query = visit.request.query_params
    values = {name: query.getlist(name) for name in query}
    return await _page(visit, Form(values))


@router.post("/tenants/bulk")
async def change_bulk(visit: Visiting) -> Response:
    """Do it to exactly those that were shown."""
    form = await visit.form()
    client = BulkServiceClient(visit.gateway)
    token = {"token": form.value("token")} if form.value("token") else {}

    async def change() -> ChangeTenantsResponse:
        reason = {"reason": form.value("reason")} if form.value("reason") else {}
        members = {**_whom(form), **reason, **token}
        return await client.change_tenants(ChangeTenantsRequest.parse(members))

    reply = await visit.submit(form, change)
    if reply is None:
        return await _page(visit, form)
    if reply.counts.get("refused"):
        return await visit.page(
            "tenants/bulk.html", form=form, plan=reply, is_done=True, **_shown(form)
        )
    said = ", ".join(f"{count} {name}" for name, count in sorted(reply.counts.items()) if count)
    return visit.go("/tenants", say=f"{ACTIONS[form.value('do')]}: {said}.")


async def _page(visit: Visit, form: Form) -> Response:
    reason = {"reason": form.value("reason") or _PREVIEW} if form.value("do") == "suspend" else {}
    members = {**_whom(form), **reason, "dryRun": True}
    plan: ChangeTenantsResponse | Fault | None = await visit.attempt(
        BulkServiceClient(visit.gateway).change_tenants(ChangeTenantsRequest.parse(members))
    )
    return await visit.page(
        "tenants/bulk.html", form=form, plan=plan, is_done=False, **_shown(form)
    )


def _whom(form: Form) -> Mapping[str, Any]:
    action = form.value("do") if form.value("do") in ACTIONS else "resume"
    plan = {"plan": form.value("to") or "business"} if action == "change_plan" else {}
    if form.value("all") == "true":
        chosen = {name: form.value(name) for name in FILTERS[:4] if form.value(name)}
        return {"action": action, "filter": chosen, **plan}
    return {"action": action, "slugs": list(dict.fromkeys(form.texts("slug")))[:500], **plan}


def _shown(form: Form) -> dict[str, Any]:
    return {
        "what": ACTIONS.get(form.value("do"), "Resume"),
        "filters": FILTERS[:4],
        "rpc": CHANGE_TENANTS,
    }
