"""The sources: how far each has come, and steering them."""

from contracts.ingest.v1 import (
    IngestServiceClient,
    ListSourcesRequest,
    PauseSourceRequest,
    ReplaySourceRequest,
    ResumeSourceRequest,
)
from fastapi import APIRouter
from starlette.responses import Response
from web import Form, Visit, Visiting

router = APIRouter()


@router.get("/ingest")
async def list_sources(visit: Visiting) -> Response:
    """Show all of them; the figures are asked for again every ten seconds."""
    return await _page(visit, Form())


@router.post("/ingest/{source}/{what}")
async def steer(visit: Visiting, source: str, what: str) -> Response:
    """Pause, resume or replay."""
    form = await visit.form()
    said = await visit.submit(form, lambda: _steered(visit, source, what, form))
    if said is None:
        return await _page(visit, form)
    return visit.go(f"/ingest#{source}", say=said)


async def _steered(visit: Visit, source: str, what: str, form: Form) -> str:
    client = IngestServiceClient(visit.gateway)
    if what == "pause":
        await client.pause_source(form.read(PauseSourceRequest, source=source))
        return f"{source} is paused."
    if what == "resume":
        await client.resume_source(ResumeSourceRequest(source=source))
        return f"{source} goes on where it stopped."
    since = form.value("since")
    more = {"since": f"{since}T00:00:00Z"} if since else {}
    await client.replay_source(ReplaySourceRequest.parse({"source": source, **more}))
    return f"{source} is read again; what is on the timeline stays there once."


async def _page(visit: Visit, form: Form) -> Response:
    sources = await IngestServiceClient(visit.gateway).list_sources(ListSourcesRequest())
    return await visit.page("ingest/sources.html", sources=sources.items, form=form)
