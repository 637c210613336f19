"""Commands and queries about incidents.

Generated from proto-schemas/health/v1/incident_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Literal, Protocol

from pydantic import Field

from contracts.health.v1.incident import Incident
from contracts.markers import NullRefused
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Number, Uuid


class ListIncidentsRequest(Message):
    """Which incidents to list."""

    state: Annotated[
        Literal["open", "closed"] | None,
        NullRefused(),
        Field(
            description="Only those that are open (acknowledged ones too) or closed; all when left out."
        ),
    ] = None

    cursor: Annotated[
        str | None,
        NullRefused(),
        Field(max_length=500, description="Where the previous page ended."),
    ] = None

    limit: Annotated[
        int | None,
        NullRefused(),
        Field(ge=1, le=200, description="Page size; 50 when left out."),
        Number,
    ] = None


class ListIncidentsResponse(Message):
    """One page of incidents."""

    items: Annotated[list[Incident], Field(description="The page, the newest first.")] = []

    next_cursor: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="nextCursor", description="Pass as cursor for the next page; absent on the last."
        ),
    ] = None


class GetIncidentRequest(Message):
    """Which incident to read."""

    id: Annotated[Uuid, Field(description="Its id.")]


class GetIncidentResponse(Message):
    """The incident asked for."""

    incident: Annotated[Incident, Field(description="As stored.")]


class OpenIncidentRequest(Message):
    """What happens."""

    title: Annotated[str, Field(min_length=1, max_length=200, description="What it is, in a line.")]

    target_id: Annotated[
        str | None,
        NullRefused(),
        Field(alias="targetId", max_length=63, description="The target it is about."),
    ] = None

    text: Annotated[
        str | None, NullRefused(), Field(max_length=2000, description="More about it.")
    ] = None


class OpenIncidentResponse(Message):
    """The new incident."""

    incident: Annotated[Incident, Field(description="As stored.")]


class AcknowledgeIncidentRequest(Message):
    """Which incident to take."""

    id: Annotated[Uuid, Field(description="Its id.")]

    text: Annotated[
        str | None, NullRefused(), Field(max_length=2000, description="What is being done.")
    ] = None


class AcknowledgeIncidentResponse(Message):
    """The taken incident."""

    incident: Annotated[Incident, Field(description="As stored.")]


class AnnotateIncidentRequest(Message):
    """What to note, and where."""

    id: Annotated[Uuid, Field(description="Its id.")]

    text: Annotated[str, Field(min_length=1, max_length=2000, description="The note.")]


class AnnotateIncidentResponse(Message):
    """The annotated incident."""

    incident: Annotated[Incident, Field(description="As stored.")]


class CloseIncidentRequest(Message):
    """Which incident to close."""

    id: Annotated[Uuid, Field(description="Its id.")]

    text: Annotated[
        str | None, NullRefused(), Field(max_length=2000, description="How it ended.")
    ] = None


class CloseIncidentResponse(Message):
    """The closed incident."""

    incident: Annotated[Incident, Field(description="As stored.")]


class IncidentService(Protocol):
    """Incidents open and close by themselves; people take them, comment them, and open their own."""

    @abstractmethod
    async def list_incidents(self, request: ListIncidentsRequest) -> ListIncidentsResponse:
        """List incidents, the newest first."""
        ...

    @abstractmethod
    async def get_incident(self, request: GetIncidentRequest) -> GetIncidentResponse:
        """Read one incident with its timeline."""
        ...

    @abstractmethod
    async def open_incident(self, request: OpenIncidentRequest) -> OpenIncidentResponse:
        """Open an incident by hand; it stays open until somebody closes it."""
        ...

    @abstractmethod
    async def acknowledge_incident(
        self, request: AcknowledgeIncidentRequest
    ) -> AcknowledgeIncidentResponse:
        """Take an incident: its reminders end. Taking it twice keeps the first."""
        ...

    @abstractmethod
    async def annotate_incident(self, request: AnnotateIncidentRequest) -> AnnotateIncidentResponse:
        """Add a line to an incident's timeline."""
        ...

    @abstractmethod
    async def close_incident(self, request: CloseIncidentRequest) -> CloseIncidentResponse:
        """Close an incident by hand. Closing it twice changes nothing."""
        ...


LIST_INCIDENTS: Rpc[ListIncidentsRequest, ListIncidentsResponse] = Rpc(
    service="health",
    version="v1",
    interface="IncidentService",
    name="list_incidents",
    subject="rpc.health.v1.list_incidents",
    request=ListIncidentsRequest,
    reply=ListIncidentsResponse,
    http=HttpRule(method="GET", path="/health/incidents", body="", response_body=""),
    access=("operator",),
    audit=(),
    changes=False,
    summary="List incidents, the newest first.",
    description="List incidents, the newest first.",
    headers={},
)


GET_INCIDENT: Rpc[GetIncidentRequest, GetIncidentResponse] = Rpc(
    service="health",
    version="v1",
    interface="IncidentService",
    name="get_incident",
    subject="rpc.health.v1.get_incident",
    request=GetIncidentRequest,
    reply=GetIncidentResponse,
    http=HttpRule(method="GET", path="/health/incidents/{id}", body="", response_body="incident"),
    access=("operator",),
    audit=(),
    changes=False,
    summary="Read one incident with its timeline.",
    description="Read one incident with its timeline.",
    headers={},
)


OPEN_INCIDENT: Rpc[OpenIncidentRequest, OpenIncidentResponse] = Rpc(
    service="health",
    version="v1",
    interface="IncidentService",
    name="open_incident",
    subject="rpc.health.v1.open_incident",
    request=OpenIncidentRequest,
    reply=OpenIncidentResponse,
    http=HttpRule(method="POST", path="/health/incidents", body="*", response_body="incident"),
    access=("operator",),
    audit=("incident.opened",),
    changes=True,
    summary="Open an incident by hand; it stays open until somebody closes it.",
    description="Open an incident by hand; it stays open until somebody closes it.",
    headers={},
)


ACKNOWLEDGE_INCIDENT: Rpc[AcknowledgeIncidentRequest, AcknowledgeIncidentResponse] = Rpc(
    service="health",
    version="v1",
    interface="IncidentService",
    name="acknowledge_incident",
    subject="rpc.health.v1.acknowledge_incident",
    request=AcknowledgeIncidentRequest,
    reply=AcknowledgeIncidentResponse,
    http=HttpRule(
        method="POST", path="/health/incidents/{id}/acknowledge", body="*", response_body="incident"
    ),
    access=("operator",),
    audit=("incident.acknowledged",),
    changes=True,
    summary="Take an incident: its reminders end.",
    description="Take an incident: its reminders end. Taking it twice keeps the first.",
    headers={},
)


ANNOTATE_INCIDENT: Rpc[AnnotateIncidentRequest, AnnotateIncidentResponse] = Rpc(
    service="health",
    version="v1",
    interface="IncidentService",
    name="annotate_incident",
    subject="rpc.health.v1.annotate_incident",
    request=AnnotateIncidentRequest,
    reply=AnnotateIncidentResponse,
    http=HttpRule(
        method="POST", path="/health/incidents/{id}/notes", body="*", response_body="incident"
    ),
    access=("operator",),
    audit=("incident.annotated",),
    changes=True,
    summary="Add a line to an incident's timeline.",
    description="Add a line to an incident's timeline.",
    headers={},
)


CLOSE_INCIDENT: Rpc[CloseIncidentRequest, CloseIncidentResponse] = Rpc(
    service="health",
    version="v1",
    interface="IncidentService",
    name="close_incident",
    subject="rpc.health.v1.close_incident",
    request=CloseIncidentRequest,
    reply=CloseIncidentResponse,
    http=HttpRule(
        method="POST", path="/health/incidents/{id}/close", body="*", response_body="incident"
    ),
    access=("operator",),
    audit=("incident.closed",),
    changes=True,
    summary="Close an incident by hand.",
    description="Close an incident by hand. Closing it twice changes nothing.",
    headers={},
)


INCIDENT_SERVICE: tuple[AnyRpc, ...] = (
    LIST_INCIDENTS,
    GET_INCIDENT,
    OPEN_INCIDENT,
    ACKNOWLEDGE_INCIDENT,
    ANNOTATE_INCIDENT,
    CLOSE_INCIDENT,
)


class IncidentServiceClient:
    """Calls IncidentService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def list_incidents(self, request: ListIncidentsRequest) -> ListIncidentsResponse:
        """List incidents, the newest first."""
        return await self._caller.call(LIST_INCIDENTS, request)

    async def get_incident(self, request: GetIncidentRequest) -> GetIncidentResponse:
        """Read one incident with its timeline."""
        return await self._caller.call(GET_INCIDENT, request)

    async def open_incident(self, request: OpenIncidentRequest) -> OpenIncidentResponse:
        """Open an incident by hand; it stays open until somebody closes it."""
        return await self._caller.call(OPEN_INCIDENT, request)

    async def acknowledge_incident(
        self, request: AcknowledgeIncidentRequest
    ) -> AcknowledgeIncidentResponse:
        """Take an incident: its reminders end. Taking it twice keeps the first."""
        return await self._caller.call(ACKNOWLEDGE_INCIDENT, request)

    async def annotate_incident(self, request: AnnotateIncidentRequest) -> AnnotateIncidentResponse:
        """Add a line to an incident's timeline."""
        return await self._caller.call(ANNOTATE_INCIDENT, request)

    async def close_incident(self, request: CloseIncidentRequest) -> CloseIncidentResponse:
        """Close an incident by hand. Closing it twice changes nothing."""
        return await self._caller.call(CLOSE_INCIDENT, request)
