"""Exports of exactly what is filtered: asked for, watched, downloaded."""

from typing import Any

from contracts.audit.v1 import (
    CREATE_EXPORT,
    CreateExportRequest,
    EntryFilter,
    Export,
    ExportServiceClient,
    GetExportRequest,
    ListExportsRequest,
)
from contracts.faults import NotFound
from fastapi import APIRouter
from starlette.responses import Response
from web import Visit, Visiting, downloaded

from console.pages.audit import searches

router = APIRouter()
FORMATS = (
    ("csv", "CSV, for spreadsheets"),
    ("jsonl", "JSON lines, as the API has them"),
    ("ocsf", "OCSF events"),
    ("cloudevents", "CloudEvents"),
)


class ExportNotReady(NotFound):
    """The file isn't written yet, or not kept any more."""

    reason = "export_not_ready"


@router.get("/audit/exports")
async def list_exports(visit: Visiting, cursor: str = "") -> Response:
    """Show them, the newest first."""
    client = ExportServiceClient(visit.gateway)
    page = await client.list_exports(ListExportsRequest(cursor=cursor or None))
    return await visit.page("audit/exports.html", page=page, address=searches.address)


@router.post("/audit/exports")
async def create_export(visit: Visiting) -> Response:
    """Ask for a file of what the form's filters find now, and watch it."""
    form = await visit.form()
    chosen = form.read(EntryFilter)
    members: dict[str, Any] = {"format": form.value("format"), "filter": chosen.dump()}
    client = ExportServiceClient(visit.gateway)
    made = await visit.submit(
        form, lambda: client.create_export(CreateExportRequest.parse(members))
    )
    if made is None:
        detail = form.fault.detail if form.fault else ""
        return visit.go(searches.address(chosen), say=f"Not exported. {detail}")
    return visit.go(f"/audit/exports/{made.export.id}")


@router.get("/audit/exports/{id}")
async def show_export(visit: Visiting, id: str) -> Response:  # noqa: A002
    """Show how far it is; the page asks again until it is done."""
    export = await _read(visit, id)
    return await visit.page(
        "audit/export.html", export=export, address=searches.address, rpc=CREATE_EXPORT
    )


@router.get("/audit/exports/{id}/file")
async def download_export(visit: Visiting, id: str) -> Response:  # noqa: A002
    """Pass the file on, by a link that is asked for now: the page's may be too old."""
    export = await _read(visit, id)
    if not export.download:
        raise ExportNotReady("There is no file: it isn't written yet, or not kept any more.")
    return await downloaded(visit, export.download)


async def _read(visit: Visit, id: str) -> Export:  # noqa: A002
    client = ExportServiceClient(visit.gateway)
    return (await client.get_export(GetExportRequest(id=id))).export
