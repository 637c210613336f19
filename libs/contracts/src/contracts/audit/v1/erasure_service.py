"""Forgetting people while every proof stays valid (ADR 0080, 0086).

Generated from proto-schemas/audit/v1/erasure_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Protocol

from pydantic import Field

from contracts.audit.v1.erasure import Erasure
from contracts.markers import NullRefused
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Number, Uuid


class ErasePersonRequest(Message):
    """Whom, by email address or by id: one of the two."""

    email: Annotated[
        str | None,
        NullRefused(),
        Field(
            max_length=500,
            pattern=r"^\s*[^\s@]+@[^\s@]+\s*$",
            description=(
                "An email address. It reaches the ids as well that entries knew the person by "
                "beside it."
            ),
        ),
    ] = None

    subject: Annotated[
        str | None,
        NullRefused(),
        Field(
            min_length=1,
            max_length=500,
            description="An id at a source. It reaches every address that was seen beside it.",
        ),
    ] = None

    source: Annotated[
        str | None,
        NullRefused(),
        Field(
            max_length=63,
            pattern="^[a-z0-9_-]+$",
            description="The source whose id it is; the platform's own when left out.",
        ),
    ] = None

    reason: Annotated[
        str,
        Field(
            min_length=1,
            max_length=500,
            description="Why; it is kept for ever, so it can't name the person.",
        ),
    ]


class ErasePersonResponse(Message):
    """The erasure."""

    erasure: Annotated[Erasure, Field(description="As stored.")]


class ListErasuresRequest(Message):
    """Which page."""

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


class ListErasuresResponse(Message):
    """One page of erasures."""

    items: Annotated[list[Erasure], Field(description="The page, newest first.")] = []

    next_cursor: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="nextCursor", description="Pass as cursor for the next page; absent on the last."
        ),
    ] = None


class GetErasureRequest(Message):
    """Which erasure."""

    id: Annotated[Uuid, Field(description="Its id.")]


class GetErasureResponse(Message):
    """The erasure asked for."""

    erasure: Annotated[Erasure, Field(description="As stored.")]


class ErasureService(Protocol):
    """Erasures and their certificates."""

    @abstractmethod
    async def erase_person(self, request: ErasePersonRequest) -> ErasePersonResponse:
        """Destroy a person's key: every entry's fields that tell of them read [erased] from then
        on. Asked for again, it answers with the same certificate for as long as something of it
        remains.
        """
        ...

    @abstractmethod
    async def list_erasures(self, request: ListErasuresRequest) -> ListErasuresResponse:
        """List erasures with their certificates, newest first."""
        ...

    @abstractmethod
    async def get_erasure(self, request: GetErasureRequest) -> GetErasureResponse:
        """Read one erasure."""
        ...


ERASE_PERSON: Rpc[ErasePersonRequest, ErasePersonResponse] = Rpc(
    service="audit",
    version="v1",
    interface="ErasureService",
    name="erase_person",
    subject="rpc.audit.v1.erase_person",
    request=ErasePersonRequest,
    reply=ErasePersonResponse,
    http=HttpRule(method="POST", path="/audit/erasure", body="*", response_body="erasure"),
    access=("operator",),
    audit=("audit.person_erased",),
    changes=True,
    summary=(
        "Destroy a person's key: every entry's fields that tell of them read [erased] from then on."
    ),
    description=(
        "Destroy a person's key: every entry's fields that tell of them read [erased] "
        "from then on. Asked for again, it answers with the same certificate for as "
        "long as something of it remains."
    ),
    headers={},
)


LIST_ERASURES: Rpc[ListErasuresRequest, ListErasuresResponse] = Rpc(
    service="audit",
    version="v1",
    interface="ErasureService",
    name="list_erasures",
    subject="rpc.audit.v1.list_erasures",
    request=ListErasuresRequest,
    reply=ListErasuresResponse,
    http=HttpRule(method="GET", path="/audit/erasures", body="", response_body=""),
    access=("operator",),
    audit=(),
    changes=False,
    summary="List erasures with their certificates, newest first.",
    description="List erasures with their certificates, newest first.",
    headers={},
)


GET_ERASURE: Rpc[GetErasureRequest, GetErasureResponse] = Rpc(
    service="audit",
    version="v1",
    interface="ErasureService",
    name="get_erasure",
    subject="rpc.audit.v1.get_erasure",
    request=GetErasureRequest,
    reply=GetErasureResponse,
    http=HttpRule(method="GET", path="/audit/erasures/{id}", body="", response_body="erasure"),
    access=("operator",),
    audit=(),
    changes=False,
    summary="Read one erasure.",
    description="Read one erasure.",
    headers={},
)


ERASURE_SERVICE: tuple[AnyRpc, ...] = (
    ERASE_PERSON,
    LIST_ERASURES,
    GET_ERASURE,
)


class ErasureServiceClient:
    """Calls ErasureService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def erase_person(self, request: ErasePersonRequest) -> ErasePersonResponse:
        """Destroy a person's key: every entry's fields that tell of them read [erased] from then
        on. Asked for again, it answers with the same certificate for as long as something of it
        remains.
        """
        return await self._caller.call(ERASE_PERSON, request)

    async def list_erasures(self, request: ListErasuresRequest) -> ListErasuresResponse:
        """List erasures with their certificates, newest first."""
        return await self._caller.call(LIST_ERASURES, request)

    async def get_erasure(self, request: GetErasureRequest) -> GetErasureResponse:
        """Read one erasure."""
        return await self._caller.call(GET_ERASURE, request)
