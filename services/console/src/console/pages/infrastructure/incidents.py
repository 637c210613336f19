"""Incidents: opening one, its timeline, and what people do about it."""

from contracts.health.v1 import (
    OPEN_INCIDENT,
    AcknowledgeIncidentRequest,
    AnnotateIncidentRequest,
    CloseIncidentRequest,
    GetIncidentRequest,
    Incident,
    IncidentServiceClient,
    ListIncidentsRequest,
    OpenIncidentRequest,
)
from fastapi import APIRouter
from starlette.responses import Response
from web import Form, Visit, Visiting

router = APIRouter()


@router.get("/infrastructure/incidents")
async def list_incidents(visit: Visiting, state: str = "", cursor: str = "") -> Response:
    """Show all of them, the newest first."""
    members = {"state": state} if state in {"open", "closed"} else {}
    asked = ListIncidentsRequest.parse({**members, **({"cursor": cursor} if cursor else {})})
    page = await IncidentServiceClient(visit.gateway).list_incidents(asked)
    return await visit.page("infrastructure/incidents.html", page=page, state=state)


@router.get("/infrastructure/incidents/new")
async def new_incident(visit: Visiting) -> Response:
    """Show the empty form."""
    return await visit.page("infrastructure/incident_new.html", form=Form(), rpc=OPEN_INCIDENT)


@router.post("/infrastructure/incidents/new")
async def open_incident(visit: Visiting) -> Response:
    """Open it and go there."""
    form = await visit.form()
    client = IncidentServiceClient(visit.gateway)
    reply = await visit.submit(form, lambda: client.open_incident(form.read(OpenIncidentRequest)))
    if reply is None:
        page = "infrastructure/incident_new.html"
        return await visit.page(page, form=form, rpc=OPEN_INCIDENT)
    return visit.go(f"/infrastructure/incidents/{reply.incident.id}", say="The incident is open.")


@router.get("/infrastructure/incidents/{id}")
async def show_incident(visit: Visiting, id: str) -> Response:  # noqa: A002
    """Show what happened, the oldest first."""
    return await _page(visit, id, Form())


@router.post("/infrastructure/incidents/{id}/{what}")
async def change_incident(visit: Visiting, id: str, what: str) -> Response:  # noqa: A002
    """Take it, note something, or close it."""
    form = await visit.form()
    incident = await visit.submit(form, lambda: _changed(visit, id, what, form))
    if incident is None:
        return await _page(visit, id, form)
    return visit.go(f"/infrastructure/incidents/{id}")


async def _changed(visit: Visit, id: str, what: str, form: Form) -> Incident:  # noqa: A002
    client = IncidentServiceClient(visit.gateway)
    if what == "acknowledge":
        return (
            await client.acknowledge_incident(form.read(AcknowledgeIncidentRequest, id=id))
        ).incident
    if what == "close":
        return (await client.close_incident(form.read(CloseIncidentRequest, id=id))).incident
    return (await client.annotate_incident(form.read(AnnotateIncidentRequest, id=id))).incident


async def _page(visit: Visit, id: str, form: Form) -> Response:  # noqa: A002
    client = IncidentServiceClient(visit.gateway)
    incident = (await client.get_incident(GetIncidentRequest(id=id))).incident
    return await visit.page("infrastructure/incident.html", incident=incident, form=form)
