"""Seeing and replaying what could not be processed.

Generated from proto-schemas/audit/v1/dead_letter_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Literal, Protocol

from pydantic import Field

from contracts.audit.v1.dead_letter import DeadLetter
from contracts.markers import NullRefused
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Number, Uuid


class ListDeadLettersRequest(Message):
    """Which dead letters to list."""

    state: Annotated[
        Literal["waiting", "replayed"] | None,
        NullRefused(),
        Field(description="Only those still waiting, or only those replayed; both when left out."),
    ] = None

    stream: Annotated[
        str | None, NullRefused(), Field(max_length=63, description="Only of this stream.")
    ] = None

    cursor: Annotated[
        str | None,
        NullRefused(),
        Field(max_length=500, description="Where the previous page ended."),
    ] = None

    limit: Annotated[
        int | None,
        NullRefused(),
        Field(ge=1, le=500, description="Page size; 100 when left out."),
        Number,
    ] = None


class ListDeadLettersResponse(Message):
    """One page of dead letters."""

    items: Annotated[list[DeadLetter], Field(description="The page, newest first.")] = []

    next_cursor: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="nextCursor", description="Pass as cursor for the next page; absent on the last."
        ),
    ] = None


class ReplayDeadLetterRequest(Message):
    """Which dead letter to replay."""

    id: Annotated[Uuid, Field(description="Its id.")]

    body: Annotated[
        str | None,
        NullRefused(),
        Field(
            max_length=1000000,
            description="The repaired body as text; the original one when left out.",
        ),
    ] = None


class ReplayDeadLetterResponse(Message):
    """The replayed dead letter."""

    dead_letter: Annotated[DeadLetter, Field(alias="deadLetter", description="As stored.")]


class DeadLetterService(Protocol):
    """Dead letters of every stream."""

    @abstractmethod
    async def list_dead_letters(self, request: ListDeadLettersRequest) -> ListDeadLettersResponse:
        """List dead letters, newest first."""
        ...

    @abstractmethod
    async def replay_dead_letter(
        self, request: ReplayDeadLetterRequest
    ) -> ReplayDeadLetterResponse:
        """Publish a dead letter again to its own subject, repaired or as it was."""
        ...


LIST_DEAD_LETTERS: Rpc[ListDeadLettersRequest, ListDeadLettersResponse] = Rpc(
    service="audit",
    version="v1",
    interface="DeadLetterService",
    name="list_dead_letters",
    subject="rpc.audit.v1.list_dead_letters",
    request=ListDeadLettersRequest,
    reply=ListDeadLettersResponse,
    http=HttpRule(method="GET", path="/dead-letters", body="", response_body=""),
    access=("operator",),
    audit=(),
    changes=False,
    summary="List dead letters, newest first.",
    description="List dead letters, newest first.",
    headers={},
)


REPLAY_DEAD_LETTER: Rpc[ReplayDeadLetterRequest, ReplayDeadLetterResponse] = Rpc(
    service="audit",
    version="v1",
    interface="DeadLetterService",
    name="replay_dead_letter",
    subject="rpc.audit.v1.replay_dead_letter",
    request=ReplayDeadLetterRequest,
    reply=ReplayDeadLetterResponse,
    http=HttpRule(
        method="POST", path="/dead-letters/{id}/replay", body="*", response_body="dead_letter"
    ),
    access=("operator",),
    audit=("dead_letter.replayed",),
    changes=True,
    summary="Publish a dead letter again to its own subject, repaired or as it was.",
    description="Publish a dead letter again to its own subject, repaired or as it was.",
    headers={},
)


DEAD_LETTER_SERVICE: tuple[AnyRpc, ...] = (
    LIST_DEAD_LETTERS,
    REPLAY_DEAD_LETTER,
)


class DeadLetterServiceClient:
    """Calls DeadLetterService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def list_dead_letters(self, request: ListDeadLettersRequest) -> ListDeadLettersResponse:
        """List dead letters, newest first."""
        return await self._caller.call(LIST_DEAD_LETTERS, request)

    async def replay_dead_letter(
        self, request: ReplayDeadLetterRequest
    ) -> ReplayDeadLetterResponse:
        """Publish a dead letter again to its own subject, repaired or as it was."""
        return await self._caller.call(REPLAY_DEAD_LETTER, request)
