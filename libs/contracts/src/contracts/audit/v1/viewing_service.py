"""What the gateway asks for whoever follows the log by a viewer token.

Generated from proto-schemas/audit/v1/viewing_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Protocol

from pydantic import Field

from contracts.audit.v1.entry import Entry
from contracts.markers import NullRefused
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, Rpc
from contracts.scalars import Boolean, Integer, Number, Timestamp


class FollowViewedRequest(Message):
    """Which of the token's entries to follow."""

    token: Annotated[str | None, NullRefused(), Field(max_length=200, description="The token.")] = (
        None
    )

    since: Annotated[
        Timestamp | None, NullRefused(), Field(description="At or after this time.")
    ] = None

    until: Annotated[Timestamp | None, NullRefused(), Field(description="Before this time.")] = None

    q: Annotated[
        str | None,
        NullRefused(),
        Field(
            max_length=500,
            description="A query, as for the list; it finds nothing that the token isn't for.",
        ),
    ] = None

    after: Annotated[
        int | None,
        NullRefused(),
        Field(
            ge=-1,
            le=9007199254740991,
            description=(
                "The index behind which to read; -1 for the whole log. From now on when left out."
            ),
        ),
        Number,
    ] = None

    limit: Annotated[
        int | None,
        NullRefused(),
        Field(ge=1, le=500, description="At most so many; 100 when left out."),
        Number,
    ] = None


class FollowViewedResponse(Message):
    """What followed."""

    items: Annotated[
        list[Entry], Field(description="In the log's order, each with its index.")
    ] = []

    next_after: Annotated[
        Integer, Field(alias="nextAfter", description="Pass as after to read on.")
    ] = 0

    has_more: Annotated[
        Boolean,
        Field(alias="hasMore", description="The log is longer: there is more to read at once."),
    ] = False


class NoteViewingRequest(Message):
    """Which token is used."""

    token: Annotated[str, Field(min_length=1, max_length=200, description="The token.")]


class NoteViewingResponse(Message):
    """What the use is limited to."""

    expires_at: Annotated[
        Timestamp, Field(alias="expiresAt", description="When the token is over.")
    ]


class ViewingService(Protocol):
    """GET /audit/stream with a Viewer-Token, in two steps: a read that says whether it may begin,
    and a note that it does.
    """

    @abstractmethod
    async def follow_viewed(self, request: FollowViewedRequest) -> FollowViewedResponse:
        """Read the token's entries that follow a place in the log, in its order. A token that is
        over, or revoked, is refused at each read.
        """
        ...

    @abstractmethod
    async def note_viewing(self, request: NoteViewingRequest) -> NoteViewingResponse:
        """Note that somebody begins to follow by a token: one use, however long that lasts."""
        ...


FOLLOW_VIEWED: Rpc[FollowViewedRequest, FollowViewedResponse] = Rpc(
    service="audit",
    version="v1",
    interface="ViewingService",
    name="follow_viewed",
    subject="rpc.audit.v1.follow_viewed",
    request=FollowViewedRequest,
    reply=FollowViewedResponse,
    http=None,
    access=("internal",),
    audit=(),
    changes=False,
    summary="Read the token's entries that follow a place in the log, in its order.",
    description=(
        "Read the token's entries that follow a place in the log, in its order. A token "
        "that is over, or revoked, is refused at each read."
    ),
    headers={"token": "Viewer-Token"},
)


NOTE_VIEWING: Rpc[NoteViewingRequest, NoteViewingResponse] = Rpc(
    service="audit",
    version="v1",
    interface="ViewingService",
    name="note_viewing",
    subject="rpc.audit.v1.note_viewing",
    request=NoteViewingRequest,
    reply=NoteViewingResponse,
    http=None,
    access=("internal",),
    audit=("viewer_token.used",),
    changes=True,
    summary=("Note that somebody begins to follow by a token: one use, however long that lasts."),
    description=(
        "Note that somebody begins to follow by a token: one use, however long that lasts."
    ),
    headers={},
)


VIEWING_SERVICE: tuple[AnyRpc, ...] = (
    FOLLOW_VIEWED,
    NOTE_VIEWING,
)


class ViewingServiceClient:
    """Calls ViewingService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def follow_viewed(self, request: FollowViewedRequest) -> FollowViewedResponse:
        """Read the token's entries that follow a place in the log, in its order. A token that is
        over, or revoked, is refused at each read.
        """
        return await self._caller.call(FOLLOW_VIEWED, request)

    async def note_viewing(self, request: NoteViewingRequest) -> NoteViewingResponse:
        """Note that somebody begins to follow by a token: one use, however long that lasts."""
        return await self._caller.call(NOTE_VIEWING, request)
