"""Commands and queries about sinks.

Generated from proto-schemas/audit/v1/sink_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Literal, Protocol

from pydantic import Field

from contracts.audit.v1.filter import EntryFilter
from contracts.audit.v1.sink import Sink
from contracts.markers import NullRefused, ToldOnce
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Boolean, Int32, Number, Timestamp, Uuid


class ListSinksRequest(Message):
    """Nothing to choose."""


class ListSinksResponse(Message):
    """The sinks."""

    items: Annotated[list[Sink], Field(description="By name.")] = []


class GetSinkRequest(Message):
    """Which sink."""

    id: Annotated[Uuid, Field(description="Its id.")]


class GetSinkResponse(Message):
    """The sink asked for."""

    sink: Annotated[Sink, Field(description="As it is now.")]


class CreateSinkRequest(Message):
    """What a new sink needs."""

    name: Annotated[str, Field(min_length=1, max_length=100, description="What people call it.")]

    kind: Annotated[
        Literal["https", "splunk_hec", "syslog", "objects"],
        Field(description="How it is spoken to."),
    ]

    url: Annotated[
        str,
        Field(
            min_length=1,
            max_length=1000,
            description=(
                "Where: a URL of https (or http), of tls with host and port (syslog), of s3 "
                "with bucket and prefix, or folder:name."
            ),
        ),
    ]

    filter: Annotated[
        EntryFilter | None,
        NullRefused(),
        Field(description="Which entries it gets; all when left out."),
    ] = None

    secret: Annotated[
        str | None,
        NullRefused(),
        Field(
            max_length=500,
            description=(
                "https: whsec_ and base64, made by us when left out. splunk_hec: the token. "
                "objects: accessKeyId:secretAccessKey."
            ),
        ),
    ] = None

    certificates: Annotated[
        str | None,
        NullRefused(),
        Field(max_length=20000, description="Certificates (PEM) to trust besides the system's."),
    ] = None

    endpoint: Annotated[
        str | None,
        NullRefused(),
        Field(
            max_length=500, description="Of objects: the store's address where it isn't Amazon's."
        ),
    ] = None

    region: Annotated[
        str | None, NullRefused(), Field(max_length=60, description="Of objects: the region.")
    ] = None

    since: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(description="Also what was sealed since this time; from now on when left out."),
    ] = None


class CreateSinkResponse(Message):
    """The new sink."""

    sink: Annotated[Sink, Field(description="As stored.")]

    secret: Annotated[
        str,
        Field(
            description="The secret that was made for it, to verify signatures with; told this once."
        ),
        ToldOnce(),
    ] = ""


class UpdateSinkRequest(Message):
    """What to change. Absent fields stay as they are; the filter is replaced whole."""

    id: Annotated[Uuid, Field(description="Its id.")]

    version: Annotated[
        int, Field(ge=1, le=2147483647, description="The version the change is based on."), Number
    ]

    name: Annotated[
        str | None, NullRefused(), Field(min_length=1, max_length=100, description="New name.")
    ] = None

    url: Annotated[
        str | None,
        NullRefused(),
        Field(
            min_length=1,
            max_length=1000,
            description=(
                "New place. The secret has to be given again: it isn't sent to somewhere new "
                "unseen."
            ),
        ),
    ] = None

    filter: Annotated[
        EntryFilter | None, NullRefused(), Field(description="New filter, from where the sink is.")
    ] = None

    secret: Annotated[
        str | None, NullRefused(), Field(max_length=500, description="New secret.")
    ] = None

    certificates: Annotated[
        str | None, NullRefused(), Field(max_length=20000, description="New certificates.")
    ] = None


class UpdateSinkResponse(Message):
    """The changed sink."""

    sink: Annotated[Sink, Field(description="As stored.")]


class DeleteSinkRequest(Message):
    """Which sink to remove."""

    id: Annotated[Uuid, Field(description="Its id.")]


class DeleteSinkResponse(Message):
    """The sink that was."""

    sink: Annotated[Sink, Field(description="As it was.")]


class PauseSinkRequest(Message):
    """Which sink to pause."""

    id: Annotated[Uuid, Field(description="Its id.")]

    reason: Annotated[
        str | None,
        NullRefused(),
        Field(max_length=500, description="Why; kept on the audit timeline."),
    ] = None


class PauseSinkResponse(Message):
    """The paused sink."""

    sink: Annotated[Sink, Field(description="As stored.")]


class ResumeSinkRequest(Message):
    """Which sink to resume."""

    id: Annotated[Uuid, Field(description="Its id.")]


class ResumeSinkResponse(Message):
    """The resumed sink."""

    sink: Annotated[Sink, Field(description="As stored.")]


class ReplaySinkRequest(Message):
    """What to send again."""

    id: Annotated[Uuid, Field(description="Its id.")]

    since: Annotated[Timestamp, Field(description="What was sealed at or after this time.")]


class ReplaySinkResponse(Message):
    """The sink, on its way."""

    sink: Annotated[Sink, Field(description="As stored.")]


class ProbeSinkRequest(Message):
    """Which sink to test."""

    id: Annotated[Uuid, Field(description="Its id.")]


class ProbeSinkResponse(Message):
    """What became of it."""

    delivered: Annotated[Boolean, Field(description="Whether the other side took it.")] = False

    error: Annotated[str, Field(description="Why it didn't; empty when it did.")] = ""

    milliseconds: Annotated[Int32, Field(description="How long it took.")] = 0


class SinkService(Protocol):
    """Entries that leave the building as they come. Each sink has a place in the log of its own:
    none waits for another.
    """

    @abstractmethod
    async def list_sinks(self, request: ListSinksRequest) -> ListSinksResponse:
        """List all sinks, by name, each with how it does."""
        ...

    @abstractmethod
    async def get_sink(self, request: GetSinkRequest) -> GetSinkResponse:
        """Read one sink."""
        ...

    @abstractmethod
    async def create_sink(self, request: CreateSinkRequest) -> CreateSinkResponse:
        """Add a sink. It gets what is sealed from now on, or since a time."""
        ...

    @abstractmethod
    async def update_sink(self, request: UpdateSinkRequest) -> UpdateSinkResponse:
        """Change a sink; it goes on from where it is. Absent fields stay."""
        ...

    @abstractmethod
    async def delete_sink(self, request: DeleteSinkRequest) -> DeleteSinkResponse:
        """Remove a sink, its secret with it."""
        ...

    @abstractmethod
    async def pause_sink(self, request: PauseSinkRequest) -> PauseSinkResponse:
        """Give it nothing until it is resumed; then what came meanwhile. Pausing twice keeps the
        first reason.
        """
        ...

    @abstractmethod
    async def resume_sink(self, request: ResumeSinkRequest) -> ResumeSinkResponse:
        """Let a paused sink go on from where it was."""
        ...

    @abstractmethod
    async def replay_sink(self, request: ReplaySinkRequest) -> ReplaySinkResponse:
        """Give it everything again that was sealed since a time."""
        ...

    @abstractmethod
    async def probe_sink(self, request: ProbeSinkRequest) -> ProbeSinkResponse:
        """Send one made-up entry now and say what became of it."""
        ...


LIST_SINKS: Rpc[ListSinksRequest, ListSinksResponse] = Rpc(
    service="audit",
    version="v1",
    interface="SinkService",
    name="list_sinks",
    subject="rpc.audit.v1.list_sinks",
    request=ListSinksRequest,
    reply=ListSinksResponse,
    http=HttpRule(method="GET", path="/audit/sinks", body="", response_body=""),
    access=("operator",),
    audit=(),
    changes=False,
    summary="List all sinks, by name, each with how it does.",
    description="List all sinks, by name, each with how it does.",
    headers={},
)


GET_SINK: Rpc[GetSinkRequest, GetSinkResponse] = Rpc(
    service="audit",
    version="v1",
    interface="SinkService",
    name="get_sink",
    subject="rpc.audit.v1.get_sink",
    request=GetSinkRequest,
    reply=GetSinkResponse,
    http=HttpRule(method="GET", path="/audit/sinks/{id}", body="", response_body="sink"),
    access=("operator",),
    audit=(),
    changes=False,
    summary="Read one sink.",
    description="Read one sink.",
    headers={},
)


CREATE_SINK: Rpc[CreateSinkRequest, CreateSinkResponse] = Rpc(
    service="audit",
    version="v1",
    interface="SinkService",
    name="create_sink",
    subject="rpc.audit.v1.create_sink",
    request=CreateSinkRequest,
    reply=CreateSinkResponse,
    http=HttpRule(method="POST", path="/audit/sinks", body="*", response_body=""),
    access=("operator",),
    audit=("sink.created",),
    changes=True,
    summary="Add a sink.",
    description="Add a sink. It gets what is sealed from now on, or since a time.",
    headers={},
)


UPDATE_SINK: Rpc[UpdateSinkRequest, UpdateSinkResponse] = Rpc(
    service="audit",
    version="v1",
    interface="SinkService",
    name="update_sink",
    subject="rpc.audit.v1.update_sink",
    request=UpdateSinkRequest,
    reply=UpdateSinkResponse,
    http=HttpRule(method="PATCH", path="/audit/sinks/{id}", body="*", response_body="sink"),
    access=("operator",),
    audit=("sink.updated",),
    changes=True,
    summary="Change a sink; it goes on from where it is.",
    description="Change a sink; it goes on from where it is. Absent fields stay.",
    headers={"version": "If-Match"},
)


DELETE_SINK: Rpc[DeleteSinkRequest, DeleteSinkResponse] = Rpc(
    service="audit",
    version="v1",
    interface="SinkService",
    name="delete_sink",
    subject="rpc.audit.v1.delete_sink",
    request=DeleteSinkRequest,
    reply=DeleteSinkResponse,
    http=HttpRule(method="DELETE", path="/audit/sinks/{id}", body="", response_body="sink"),
    access=("operator",),
    audit=("sink.removed",),
    changes=True,
    summary="Remove a sink, its secret with it.",
    description="Remove a sink, its secret with it.",
    headers={},
)


PAUSE_SINK: Rpc[PauseSinkRequest, PauseSinkResponse] = Rpc(
    service="audit",
    version="v1",
    interface="SinkService",
    name="pause_sink",
    subject="rpc.audit.v1.pause_sink",
    request=PauseSinkRequest,
    reply=PauseSinkResponse,
    http=HttpRule(method="POST", path="/audit/sinks/{id}/pause", body="*", response_body="sink"),
    access=("operator",),
    audit=("sink.paused",),
    changes=True,
    summary="Give it nothing until it is resumed; then what came meanwhile.",
    description=(
        "Give it nothing until it is resumed; then what came meanwhile. Pausing twice "
        "keeps the first reason."
    ),
    headers={},
)


RESUME_SINK: Rpc[ResumeSinkRequest, ResumeSinkResponse] = Rpc(
    service="audit",
    version="v1",
    interface="SinkService",
    name="resume_sink",
    subject="rpc.audit.v1.resume_sink",
    request=ResumeSinkRequest,
    reply=ResumeSinkResponse,
    http=HttpRule(method="POST", path="/audit/sinks/{id}/resume", body="*", response_body="sink"),
    access=("operator",),
    audit=("sink.resumed",),
    changes=True,
    summary="Let a paused sink go on from where it was.",
    description="Let a paused sink go on from where it was.",
    headers={},
)


REPLAY_SINK: Rpc[ReplaySinkRequest, ReplaySinkResponse] = Rpc(
    service="audit",
    version="v1",
    interface="SinkService",
    name="replay_sink",
    subject="rpc.audit.v1.replay_sink",
    request=ReplaySinkRequest,
    reply=ReplaySinkResponse,
    http=HttpRule(method="POST", path="/audit/sinks/{id}/replay", body="*", response_body="sink"),
    access=("operator",),
    audit=("sink.replayed",),
    changes=True,
    summary="Give it everything again that was sealed since a time.",
    description="Give it everything again that was sealed since a time.",
    headers={},
)


PROBE_SINK: Rpc[ProbeSinkRequest, ProbeSinkResponse] = Rpc(
    service="audit",
    version="v1",
    interface="SinkService",
    name="probe_sink",
    subject="rpc.audit.v1.probe_sink",
    request=ProbeSinkRequest,
    reply=ProbeSinkResponse,
    http=HttpRule(method="POST", path="/audit/sinks/{id}/test", body="*", response_body=""),
    access=("operator",),
    audit=("sink.tested",),
    changes=True,
    summary="Send one made-up entry now and say what became of it.",
    description="Send one made-up entry now and say what became of it.",
    headers={},
)


SINK_SERVICE: tuple[AnyRpc, ...] = (
    LIST_SINKS,
    GET_SINK,
    CREATE_SINK,
    UPDATE_SINK,
    DELETE_SINK,
    PAUSE_SINK,
    RESUME_SINK,
    REPLAY_SINK,
    PROBE_SINK,
)


class SinkServiceClient:
    """Calls SinkService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def list_sinks(self, request: ListSinksRequest) -> ListSinksResponse:
        """List all sinks, by name, each with how it does."""
        return await self._caller.call(LIST_SINKS, request)

    async def get_sink(self, request: GetSinkRequest) -> GetSinkResponse:
        """Read one sink."""
        return await self._caller.call(GET_SINK, request)

    async def create_sink(self, request: CreateSinkRequest) -> CreateSinkResponse:
        """Add a sink. It gets what is sealed from now on, or since a time."""
        return await self._caller.call(CREATE_SINK, request)

    async def update_sink(self, request: UpdateSinkRequest) -> UpdateSinkResponse:
        """Change a sink; it goes on from where it is. Absent fields stay."""
        return await self._caller.call(UPDATE_SINK, request)

    async def delete_sink(self, request: DeleteSinkRequest) -> DeleteSinkResponse:
        """Remove a sink, its secret with it."""
        return await self._caller.call(DELETE_SINK, request)

    async def pause_sink(self, request: PauseSinkRequest) -> PauseSinkResponse:
        """Give it nothing until it is resumed; then what came meanwhile. Pausing twice keeps the
        first reason.
        """
        return await self._caller.call(PAUSE_SINK, request)

    async def resume_sink(self, request: ResumeSinkRequest) -> ResumeSinkResponse:
        """Let a paused sink go on from where it was."""
        return await self._caller.call(RESUME_SINK, request)

    async def replay_sink(self, request: ReplaySinkRequest) -> ReplaySinkResponse:
        """Give it everything again that was sealed since a time."""
        return await self._caller.call(REPLAY_SINK, request)

    async def probe_sink(self, request: ProbeSinkRequest) -> ProbeSinkResponse:
        """Send one made-up entry now and say what became of it."""
        return await self._caller.call(PROBE_SINK, request)
