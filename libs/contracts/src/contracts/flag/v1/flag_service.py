"""Commands and queries about flags.

Generated from proto-schemas/flag/v1/flag_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Literal, Protocol

from pydantic import Field

from contracts.flag.v1.flag import Flag, Variant
from contracts.flag.v1.targeting import Prerequisite, Rule, Scope
from contracts.markers import NullRefused, Unique
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Boolean, Int32, Key, Number


class CreateFlagRequest(Message):
    """What a new flag needs."""

    key: Annotated[
        str,
        Field(
            pattern="^[a-z][a-z0-9_]{1,63}$", description="Short name, never changed afterwards."
        ),
    ]

    description: Annotated[
        str, Field(max_length=2000, description="What it switches, for people.")
    ] = ""

    owner: Annotated[str, Field(max_length=200, description="Who answers questions about it.")] = ""

    tags: Annotated[
        list[Annotated[str, Field(pattern="^[a-z0-9][a-z0-9_.:-]{0,63}$")]],
        Field(max_length=20, description="Words to find it by."),
        Unique(),
    ] = []

    kind: Annotated[
        Literal["boolean", "variants"] | None,
        NullRefused(),
        Field(description="On and off, or variants with a payload each; boolean when left out."),
    ] = None

    variants: Annotated[
        list[Variant], Field(max_length=50, description="The variants in order; none when boolean.")
    ] = []

    default_variant: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="defaultVariant",
            max_length=64,
            description="The variant of those who don't get the flag; the first one when left out.",
        ),
    ] = None

    state: Annotated[
        Literal["off", "on", "targeted", "rollout"] | None,
        NullRefused(),
        Field(description="Who gets it; off when left out."),
    ] = None

    pct: Annotated[
        float | None,
        NullRefused(),
        Field(ge=0.0, le=100.0, description="The share of a rollout in percent; 0 when left out."),
        Number,
    ] = None

    stickiness: Annotated[
        str | None,
        NullRefused(),
        Field(
            max_length=100,
            description=(
                "The attribute that a rollout's bucket is drawn by; the tenant's id when left out."
            ),
        ),
    ] = None

    scope: Annotated[Scope | None, NullRefused(), Field(description="Whom it is for.")] = None

    rules: Annotated[
        list[Rule], Field(max_length=50, description="Conditions that all must hold.")
    ] = []

    segments: Annotated[
        list[Annotated[str, Field(pattern="^[a-z][a-z0-9_]{1,63}$")]],
        Field(max_length=50, description="Keys of segments, one of which must match."),
        Unique(),
    ] = []

    prerequisites: Annotated[
        list[Prerequisite], Field(max_length=20, description="Flags that must be given too.")
    ] = []

    note: Annotated[
        str | None, NullRefused(), Field(max_length=500, description="Why; kept in the history.")
    ] = None


class CreateFlagResponse(Message):
    """The created flag."""

    flag: Annotated[Flag, Field(description="As stored.")]


class GetFlagRequest(Message):
    """Which flag to read."""

    key: Annotated[str, Field(min_length=1, description="Its key.")]


class GetFlagResponse(Message):
    """The flag asked for."""

    flag: Annotated[Flag, Field(description="As stored.")]


class ListFlagsRequest(Message):
    """Which flags to list."""

    state: Annotated[
        Literal["off", "on", "targeted", "rollout"] | None,
        NullRefused(),
        Field(description="Only flags in this state."),
    ] = None

    tag: Annotated[
        str | None, NullRefused(), Field(max_length=64, description="Only flags with this tag.")
    ] = None

    q: Annotated[
        str | None,
        NullRefused(),
        Field(
            max_length=200,
            description=(
                "Only flags whose key, description, owner or tag contains these words (by their "
                "beginnings)."
            ),
        ),
    ] = None

    stale: Annotated[
        Boolean | None,
        NullRefused(),
        Field(description="Only flags that nobody seems to need any more. Operators only."),
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


class ListFlagsResponse(Message):
    """One page of flags."""

    items: Annotated[
        list[Flag], Field(description="The page, ordered by key, without histories.")
    ] = []

    next_cursor: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="nextCursor", description="Pass as cursor for the next page; absent on the last."
        ),
    ] = None

    counts: Annotated[
        dict[Key, Int32],
        Field(
            description="Flags per state for the same words and tag, whatever the other filters say."
        ),
    ] = {}


class UpdateFlagRequest(Message):
    """What to change. Absent fields stay as they are; lists and the scope are replaced whole."""

    key: Annotated[str, Field(min_length=1, description="Its key.")]

    version: Annotated[
        int, Field(ge=1, le=2147483647, description="The version the change is based on."), Number
    ]

    description: Annotated[
        str | None, NullRefused(), Field(max_length=2000, description="New description.")
    ] = None

    owner: Annotated[str | None, NullRefused(), Field(max_length=200, description="New owner.")] = (
        None
    )

    tags: Annotated[
        list[Annotated[str, Field(pattern="^[a-z0-9][a-z0-9_.:-]{0,63}$")]],
        Field(max_length=20, description="New tags."),
        Unique(),
    ] = []

    variants: Annotated[list[Variant], Field(max_length=50, description="New variants.")] = []

    default_variant: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="defaultVariant",
            max_length=64,
            description="New variant of those who don't get the flag.",
        ),
    ] = None

    state: Annotated[
        Literal["off", "on", "targeted", "rollout"] | None,
        NullRefused(),
        Field(description="New state."),
    ] = None

    pct: Annotated[
        float | None,
        NullRefused(),
        Field(ge=0.0, le=100.0, description="New share in percent."),
        Number,
    ] = None

    stickiness: Annotated[
        str | None,
        NullRefused(),
        Field(
            max_length=100,
            description="New attribute that the bucket is drawn by; empty for the tenant's id.",
        ),
    ] = None

    scope: Annotated[Scope | None, NullRefused(), Field(description="New scope.")] = None

    rules: Annotated[list[Rule], Field(max_length=50, description="New conditions.")] = []

    segments: Annotated[
        list[Annotated[str, Field(pattern="^[a-z][a-z0-9_]{1,63}$")]],
        Field(max_length=50, description="New segments."),
        Unique(),
    ] = []

    prerequisites: Annotated[
        list[Prerequisite], Field(max_length=20, description="New prerequisites.")
    ] = []

    note: Annotated[
        str | None, NullRefused(), Field(max_length=500, description="Why; kept in the history.")
    ] = None


class UpdateFlagResponse(Message):
    """The changed flag."""

    flag: Annotated[Flag, Field(description="As stored.")]


class KillFlagRequest(Message):
    """Which flag to kill and why."""

    key: Annotated[str, Field(min_length=1, description="Its key.")]

    reason: Annotated[
        str, Field(min_length=1, max_length=500, description="Why; kept in the history.")
    ]


class KillFlagResponse(Message):
    """The killed flag."""

    flag: Annotated[Flag, Field(description="As stored.")]


class DeleteFlagRequest(Message):
    """Which flag to remove."""

    key: Annotated[str, Field(min_length=1, description="Its key.")]

    note: Annotated[
        str | None,
        NullRefused(),
        Field(max_length=500, description="Why; kept on the audit timeline."),
    ] = None


class DeleteFlagResponse(Message):
    """The removed flag."""

    flag: Annotated[Flag, Field(description="As it was.")]


class FlagService(Protocol):
    """Flags from creation to removal."""

    @abstractmethod
    async def create_flag(self, request: CreateFlagRequest) -> CreateFlagResponse:
        """Create a flag. A taken key is a conflict."""
        ...

    @abstractmethod
    async def get_flag(self, request: GetFlagRequest) -> GetFlagResponse:
        """Read one flag. Scope, rules and history are for operators only."""
        ...

    @abstractmethod
    async def list_flags(self, request: ListFlagsRequest) -> ListFlagsResponse:
        """List flags by key. Scope and rules are for operators only."""
        ...

    @abstractmethod
    async def update_flag(self, request: UpdateFlagRequest) -> UpdateFlagResponse:
        """Change a flag. Absent fields stay. State off with the note kill-switch counts as a kill."""
        ...

    @abstractmethod
    async def kill_flag(self, request: KillFlagRequest) -> KillFlagResponse:
        """Switch a flag off for everybody at once: state off, pct 0. Never waits for a review."""
        ...

    @abstractmethod
    async def delete_flag(self, request: DeleteFlagRequest) -> DeleteFlagResponse:
        """Remove a flag. One that others need as prerequisite stays."""
        ...


CREATE_FLAG: Rpc[CreateFlagRequest, CreateFlagResponse] = Rpc(
    service="flag",
    version="v1",
    interface="FlagService",
    name="create_flag",
    subject="rpc.flag.v1.create_flag",
    request=CreateFlagRequest,
    reply=CreateFlagResponse,
    http=HttpRule(method="POST", path="/flags", body="*", response_body="flag"),
    access=("operator",),
    audit=("flag.created",),
    changes=True,
    summary="Create a flag.",
    description="Create a flag. A taken key is a conflict.",
    headers={},
)


GET_FLAG: Rpc[GetFlagRequest, GetFlagResponse] = Rpc(
    service="flag",
    version="v1",
    interface="FlagService",
    name="get_flag",
    subject="rpc.flag.v1.get_flag",
    request=GetFlagRequest,
    reply=GetFlagResponse,
    http=HttpRule(method="GET", path="/flags/{key}", body="", response_body="flag"),
    access=("authenticated",),
    audit=(),
    changes=False,
    summary="Read one flag.",
    description="Read one flag. Scope, rules and history are for operators only.",
    headers={},
)


LIST_FLAGS: Rpc[ListFlagsRequest, ListFlagsResponse] = Rpc(
    service="flag",
    version="v1",
    interface="FlagService",
    name="list_flags",
    subject="rpc.flag.v1.list_flags",
    request=ListFlagsRequest,
    reply=ListFlagsResponse,
    http=HttpRule(method="GET", path="/flags", body="", response_body=""),
    access=("authenticated",),
    audit=(),
    changes=False,
    summary="List flags by key.",
    description="List flags by key. Scope and rules are for operators only.",
    headers={},
)


UPDATE_FLAG: Rpc[UpdateFlagRequest, UpdateFlagResponse] = Rpc(
    service="flag",
    version="v1",
    interface="FlagService",
    name="update_flag",
    subject="rpc.flag.v1.update_flag",
    request=UpdateFlagRequest,
    reply=UpdateFlagResponse,
    http=HttpRule(method="PATCH", path="/flags/{key}", body="*", response_body="flag"),
    access=("operator",),
    audit=("flag.updated", "flag.killed"),
    changes=True,
    summary="Change a flag.",
    description=(
        "Change a flag. Absent fields stay. State off with the note kill-switch counts as a kill."
    ),
    headers={"version": "If-Match"},
)


KILL_FLAG: Rpc[KillFlagRequest, KillFlagResponse] = Rpc(
    service="flag",
    version="v1",
    interface="FlagService",
    name="kill_flag",
    subject="rpc.flag.v1.kill_flag",
    request=KillFlagRequest,
    reply=KillFlagResponse,
    http=HttpRule(method="POST", path="/flags/{key}/kill", body="*", response_body="flag"),
    access=("operator",),
    audit=("flag.killed",),
    changes=True,
    summary="Switch a flag off for everybody at once: state off, pct 0.",
    description=(
        "Switch a flag off for everybody at once: state off, pct 0. Never waits for a review."
    ),
    headers={},
)


DELETE_FLAG: Rpc[DeleteFlagRequest, DeleteFlagResponse] = Rpc(
    service="flag",
    version="v1",
    interface="FlagService",
    name="delete_flag",
    subject="rpc.flag.v1.delete_flag",
    request=DeleteFlagRequest,
    reply=DeleteFlagResponse,
    http=HttpRule(method="DELETE", path="/flags/{key}", body="", response_body="flag"),
    access=("operator",),
    audit=("flag.removed",),
    changes=True,
    summary="Remove a flag.",
    description="Remove a flag. One that others need as prerequisite stays.",
    headers={},
)


FLAG_SERVICE: tuple[AnyRpc, ...] = (
    CREATE_FLAG,
    GET_FLAG,
    LIST_FLAGS,
    UPDATE_FLAG,
    KILL_FLAG,
    DELETE_FLAG,
)


class FlagServiceClient:
    """Calls FlagService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def create_flag(self, request: CreateFlagRequest) -> CreateFlagResponse:
        """Create a flag. A taken key is a conflict."""
        return await self._caller.call(CREATE_FLAG, request)

    async def get_flag(self, request: GetFlagRequest) -> GetFlagResponse:
        """Read one flag. Scope, rules and history are for operators only."""
        return await self._caller.call(GET_FLAG, request)

    async def list_flags(self, request: ListFlagsRequest) -> ListFlagsResponse:
        """List flags by key. Scope and rules are for operators only."""
        return await self._caller.call(LIST_FLAGS, request)

    async def update_flag(self, request: UpdateFlagRequest) -> UpdateFlagResponse:
        """Change a flag. Absent fields stay. State off with the note kill-switch counts as a kill."""
        return await self._caller.call(UPDATE_FLAG, request)

    async def kill_flag(self, request: KillFlagRequest) -> KillFlagResponse:
        """Switch a flag off for everybody at once: state off, pct 0. Never waits for a review."""
        return await self._caller.call(KILL_FLAG, request)

    async def delete_flag(self, request: DeleteFlagRequest) -> DeleteFlagResponse:
        """Remove a flag. One that others need as prerequisite stays."""
        return await self._caller.call(DELETE_FLAG, request)
