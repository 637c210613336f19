"""Seeing and steering the ingest of upstream systems.

Generated from proto-schemas/ingest/v1/ingest_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Protocol

from pydantic import Field

from contracts.ingest.v1.source import Source
from contracts.markers import NullRefused
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Timestamp


class ListSourcesRequest(Message):
    """Nothing to choose: there are few sources."""


class ListSourcesResponse(Message):
    """All sources."""

    items: Annotated[list[Source], Field(description="By name.")] = []


class GetSourceRequest(Message):
    """Which source to read."""

    source: Annotated[
        str, Field(max_length=63, pattern="^[a-z][a-z0-9_-]*$", description="Its name.")
    ]


class GetSourceResponse(Message):
    """The source asked for."""

    source: Annotated[Source, Field(description="As it is now.")]


class PauseSourceRequest(Message):
    """Which source to pause, and why."""

    source: Annotated[
        str, Field(max_length=63, pattern="^[a-z][a-z0-9_-]*$", description="Its name.")
    ]

    reason: Annotated[str, Field(min_length=1, max_length=500, description="Shown to operators.")]


class PauseSourceResponse(Message):
    """The paused source."""

    source: Annotated[Source, Field(description="As it is now.")]


class ResumeSourceRequest(Message):
    """Which source to resume."""

    source: Annotated[
        str, Field(max_length=63, pattern="^[a-z][a-z0-9_-]*$", description="Its name.")
    ]


class ResumeSourceResponse(Message):
    """The resumed source."""

    source: Annotated[Source, Field(description="As it is now.")]


class ReplaySourceRequest(Message):
    """What to read again."""

    source: Annotated[
        str, Field(max_length=63, pattern="^[a-z][a-z0-9_-]*$", description="The source's name.")
    ]

    since: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(description="From this time on; everything that the upstream has when left out."),
    ] = None


class ReplaySourceResponse(Message):
    """The source that reads again."""

    source: Annotated[Source, Field(description="As it is now.")]


class IngestService(Protocol):
    """Every ingest service answers it: on rpc.ingest.v1 any of them for all, on its own name for
    itself.
    """

    @abstractmethod
    async def list_sources(self, request: ListSourcesRequest) -> ListSourcesResponse:
        """List all sources with their figures."""
        ...

    @abstractmethod
    async def get_source(self, request: GetSourceRequest) -> GetSourceResponse:
        """Read one source."""
        ...

    @abstractmethod
    async def pause_source(self, request: PauseSourceRequest) -> PauseSourceResponse:
        """Stop taking events over; pausing twice keeps the first reason."""
        ...

    @abstractmethod
    async def resume_source(self, request: ResumeSourceRequest) -> ResumeSourceResponse:
        """Go on where it stopped."""
        ...

    @abstractmethod
    async def replay_source(self, request: ReplaySourceRequest) -> ReplaySourceResponse:
        """Read again what the upstream still has; what is on the timeline stays there once."""
        ...


LIST_SOURCES: Rpc[ListSourcesRequest, ListSourcesResponse] = Rpc(
    service="ingest",
    version="v1",
    interface="IngestService",
    name="list_sources",
    subject="rpc.ingest.v1.list_sources",
    request=ListSourcesRequest,
    reply=ListSourcesResponse,
    http=HttpRule(method="GET", path="/ingest", body="", response_body=""),
    access=("operator",),
    audit=(),
    changes=False,
    summary="List all sources with their figures.",
    description="List all sources with their figures.",
    headers={},
)


GET_SOURCE: Rpc[GetSourceRequest, GetSourceResponse] = Rpc(
    service="ingest",
    version="v1",
    interface="IngestService",
    name="get_source",
    subject="rpc.ingest.v1.get_source",
    request=GetSourceRequest,
    reply=GetSourceResponse,
    http=HttpRule(method="GET", path="/ingest/{source}", body="", response_body="source"),
    access=("operator",),
    audit=(),
    changes=False,
    summary="Read one source.",
    description="Read one source.",
    headers={},
)


PAUSE_SOURCE: Rpc[PauseSourceRequest, PauseSourceResponse] = Rpc(
    service="ingest",
    version="v1",
    interface="IngestService",
    name="pause_source",
    subject="rpc.ingest.v1.pause_source",
    request=PauseSourceRequest,
    reply=PauseSourceResponse,
    http=HttpRule(method="POST", path="/ingest/{source}/pause", body="*", response_body="source"),
    access=("operator",),
    audit=("ingest.paused",),
    changes=True,
    summary="Stop taking events over; pausing twice keeps the first reason.",
    description="Stop taking events over; pausing twice keeps the first reason.",
    headers={},
)


RESUME_SOURCE: Rpc[ResumeSourceRequest, ResumeSourceResponse] = Rpc(
    service="ingest",
    version="v1",
    interface="IngestService",
    name="resume_source",
    subject="rpc.ingest.v1.resume_source",
    request=ResumeSourceRequest,
    reply=ResumeSourceResponse,
    http=HttpRule(method="POST", path="/ingest/{source}/resume", body="*", response_body="source"),
    access=("operator",),
    audit=("ingest.resumed",),
    changes=True,
    summary="Go on where it stopped.",
    description="Go on where it stopped.",
    headers={},
)


REPLAY_SOURCE: Rpc[ReplaySourceRequest, ReplaySourceResponse] = Rpc(
    service="ingest",
    version="v1",
    interface="IngestService",
    name="replay_source",
    subject="rpc.ingest.v1.replay_source",
    request=ReplaySourceRequest,
    reply=ReplaySourceResponse,
    http=HttpRule(method="POST", path="/ingest/{source}/replay", body="*", response_body="source"),
    access=("operator",),
    audit=("ingest.replayed",),
    changes=True,
    summary=("Read again what the upstream still has; what is on the timeline stays there once."),
    description=(
        "Read again what the upstream still has; what is on the timeline stays there once."
    ),
    headers={},
)


INGEST_SERVICE: tuple[AnyRpc, ...] = (
    LIST_SOURCES,
    GET_SOURCE,
    PAUSE_SOURCE,
    RESUME_SOURCE,
    REPLAY_SOURCE,
)


class IngestServiceClient:
    """Calls IngestService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def list_sources(self, request: ListSourcesRequest) -> ListSourcesResponse:
        """List all sources with their figures."""
        return await self._caller.call(LIST_SOURCES, request)

    async def get_source(self, request: GetSourceRequest) -> GetSourceResponse:
        """Read one source."""
        return await self._caller.call(GET_SOURCE, request)

    async def pause_source(self, request: PauseSourceRequest) -> PauseSourceResponse:
        """Stop taking events over; pausing twice keeps the first reason."""
        return await self._caller.call(PAUSE_SOURCE, request)

    async def resume_source(self, request: ResumeSourceRequest) -> ResumeSourceResponse:
        """Go on where it stopped."""
        return await self._caller.call(RESUME_SOURCE, request)

    async def replay_source(self, request: ReplaySourceRequest) -> ReplaySourceResponse:
        """Read again what the upstream still has; what is on the timeline stays there once."""
        return await self._caller.call(REPLAY_SOURCE, request)
