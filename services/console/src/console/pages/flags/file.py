"""All flags as one file: taken out, compared, and brought in."""

from collections.abc import AsyncIterator

from contracts.flag.v1 import (
    IMPORT_FLAGS,
    CompareFlagsRequest,
    CompareFlagsResponse,
    ExportFlagsRequest,
    FileServiceClient,
    ImportFlagsRequest,
    ImportFlagsResponse,
)
from fastapi import APIRouter
from starlette.responses import Response, StreamingResponse
from web import Form, Visit, Visiting

router = APIRouter()
_PATH = "/flags/file"


@router.get(_PATH)
async def show_file(visit: Visiting) -> Response:
    """Ask for a file."""
    return await _page(visit, Form())


@router.get("/flags/file.yaml")
async def export_flags(visit: Visiting) -> Response:
    """Give the whole file, part by part."""
    client = FileServiceClient(visit.gateway)
    first = await client.export_flags(ExportFlagsRequest())

    async def parts() -> AsyncIterator[str]:
        part = first
        yield part.yaml
        while part.next_cursor:
            part = await client.export_flags(ExportFlagsRequest(cursor=part.next_cursor))
            yield part.yaml

    return StreamingResponse(
        parts(),
        media_type="application/yaml",
        headers={"Content-Disposition": 'attachment; filename="flags.yaml"'},
    )


@router.post(f"{_PATH}/compare")
async def compare(visit: Visiting) -> Response:
    """Show what an import would change; nothing is touched."""
    form = await visit.form()
    client = FileServiceClient(visit.gateway)
    compared = await visit.submit(
        form, lambda: client.compare_flags(form.read(CompareFlagsRequest))
    )
    return await _page(visit, form, compared)


@router.post(_PATH)
async def import_flags(visit: Visiting) -> Response:
    """Import exactly what was shown, however many calls it takes."""
    form = await visit.form()
    changed = 0

    async def imported() -> int:
        nonlocal changed
        client = FileServiceClient(visit.gateway)
        request = form.read(ImportFlagsRequest)
        reply: ImportFlagsResponse | None = None
        while reply is None or reply.remaining:
            if reply is not None:
                request = request.model_copy(update={"digest": reply.digest})
            reply = await client.import_flags(request)
            changed += len(reply.items)
        return changed

    if await visit.submit(form, imported) is None:
        return await _page(visit, form, changed=changed)
    return visit.go("/flags", say=f"{changed} flags and segments were changed.")


async def _page(
    visit: Visit, form: Form, compared: CompareFlagsResponse | None = None, *, changed: int = 0
) -> Response:
    return await visit.page(
        "flags/file.html", form=form, compared=compared, changed=changed, rpc=IMPORT_FLAGS
    )
