"""Entries as they come.

Generated from proto-schemas/audit/v1/following_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Literal, Protocol

from pydantic import Field

from contracts.audit.v1.entry import Entry
from contracts.markers import NullRefused
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Boolean, Integer, Number, Timestamp


class FollowEntriesRequest(Message):
    """Which entries to follow; as for the list."""

    since: Annotated[
        Timestamp | None, NullRefused(), Field(description="At or after this time.")
    ] = None

    until: Annotated[Timestamp | None, NullRefused(), Field(description="Before this time.")] = None

    action: Annotated[
        str | None,
        NullRefused(),
        Field(
            max_length=200,
            pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*(\.\*)?$",
            description="An action, exact, or by its beginning: tenant.*",
        ),
    ] = None

    tenant_slug: Annotated[
        str | None,
        NullRefused(),
        Field(alias="tenantSlug", max_length=63, description="A tenant's slug."),
    ] = None

    partner_slug: Annotated[
        str | None,
        NullRefused(),
        Field(alias="partnerSlug", max_length=63, description="A partner's slug."),
    ] = None

    actor_email: Annotated[
        str | None,
        NullRefused(),
        Field(alias="actorEmail", max_length=500, description="An actor's email address."),
    ] = None

    outcome: Annotated[
        Literal["success", "failure", "denied"] | None,
        NullRefused(),
        Field(description="How it ended."),
    ] = None

    source: Annotated[
        str | None, NullRefused(), Field(max_length=63, description="The system it happened in.")
    ] = None

    q: Annotated[
        str | None,
        NullRefused(),
        Field(
            max_length=500,
            description=(
                "A query: fields (action:tenant.* actor:ann@acme.example tenant:acme "
                "outcome:failure,denied source:authentik at:>2026-11-01), each with a minus to "
                'exclude it, words by their beginnings, and "whole words" in quotes.'
            ),
        ),
    ] = None

    frequent: Annotated[
        Boolean | None,
        NullRefused(),
        Field(description="Also entries so frequent that they are out of sight, like mail flow."),
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

    wait_seconds: Annotated[
        float | None,
        NullRefused(),
        Field(
            alias="waitSeconds",
            ge=0.0,
            le=5.0,
            description="How long to wait for a first one; not at all when left out.",
        ),
        Number,
    ] = None


class FollowEntriesResponse(Message):
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


class AwaitGrowthRequest(Message):
    """Since where."""

    after: Annotated[
        int | None,
        NullRefused(),
        Field(
            ge=-1,
            le=9007199254740991,
            description="An index, -1 for the beginning. How long the log is, at once, when left out.",
        ),
        Number,
    ] = None

    wait_seconds: Annotated[
        float | None,
        NullRefused(),
        Field(
            alias="waitSeconds",
            ge=0.0,
            le=5.0,
            description="How long to wait at most; not at all when left out.",
        ),
        Number,
    ] = None


class AwaitGrowthResponse(Message):
    """How far the log goes."""

    last: Annotated[
        Integer, Field(description="The last entry's index; -1 while there is none.")
    ] = 0


class FollowingService(Protocol):
    """Reading the log forward; GET /audit/stream is the same as server-sent events."""

    @abstractmethod
    async def follow_entries(self, request: FollowEntriesRequest) -> FollowEntriesResponse:
        """Read the entries that follow a place in the log, in its order; wait for them if there
        are none yet. Every entry comes once, within about a second, for whoever passes each
        answer's nextAfter on.
        """
        ...

    @abstractmethod
    async def await_growth(self, request: AwaitGrowthRequest) -> AwaitGrowthResponse:
        """Wait until the log is longer than a place in it: one call serves all who follow at one
        door.
        """
        ...


FOLLOW_ENTRIES: Rpc[FollowEntriesRequest, FollowEntriesResponse] = Rpc(
    service="audit",
    version="v1",
    interface="FollowingService",
    name="follow_entries",
    subject="rpc.audit.v1.follow_entries",
    request=FollowEntriesRequest,
    reply=FollowEntriesResponse,
    http=HttpRule(method="GET", path="/audit/following", body="", response_body=""),
    access=("operator", "partner", "tenant_admin"),
    audit=(),
    changes=False,
    summary=(
        "Read the entries that follow a place in the log, in its order; wait for them "
        "if there are none yet."
    ),
    description=(
        "Read the entries that follow a place in the log, in its order; wait for them "
        "if there are none yet. Every entry comes once, within about a second, for "
        "whoever passes each answer's nextAfter on."
    ),
    headers={},
)


AWAIT_GROWTH: Rpc[AwaitGrowthRequest, AwaitGrowthResponse] = Rpc(
    service="audit",
    version="v1",
    interface="FollowingService",
    name="await_growth",
    subject="rpc.audit.v1.await_growth",
    request=AwaitGrowthRequest,
    reply=AwaitGrowthResponse,
    http=None,
    access=("internal",),
    audit=(),
    changes=False,
    summary=(
        "Wait until the log is longer than a place in it: one call serves all who "
        "follow at one door."
    ),
    description=(
        "Wait until the log is longer than a place in it: one call serves all who "
        "follow at one door."
    ),
    headers={},
)


FOLLOWING_SERVICE: tuple[AnyRpc, ...] = (
    FOLLOW_ENTRIES,
    AWAIT_GROWTH,
)


class FollowingServiceClient:
    """Calls FollowingService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def follow_entries(self, request: FollowEntriesRequest) -> FollowEntriesResponse:
        """Read the entries that follow a place in the log, in its order; wait for them if there
        are none yet. Every entry comes once, within about a second, for whoever passes each
        answer's nextAfter on.
        """
        return await self._caller.call(FOLLOW_ENTRIES, request)

    async def await_growth(self, request: AwaitGrowthRequest) -> AwaitGrowthResponse:
        """Wait until the log is longer than a place in it: one call serves all who follow at one
        door.
        """
        return await self._caller.call(AWAIT_GROWTH, request)
