"""Short-lived tokens that show a part of the timeline to whoever holds them.

Generated from proto-schemas/audit/v1/viewer_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Protocol

from pydantic import Field

from contracts.audit.v1.entry import Entry
from contracts.markers import NullRefused, ToldOnce
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Number, Timestamp, Uuid


class ViewerToken(Message):
    """What a token is for."""

    id: Annotated[Uuid, Field(description="Made by us.")]

    tenant_slug: Annotated[
        str, Field(alias="tenantSlug", description="Whose entries it shows.")
    ] = ""

    actor_email: Annotated[
        str,
        Field(alias="actorEmail", description="Only those of this person; empty for everybody's."),
    ] = ""

    action: Annotated[
        str, Field(description="Only this action, or what begins so; empty for all.")
    ] = ""

    created_at: Annotated[Timestamp, Field(alias="createdAt", description="When it was made.")]

    expires_at: Annotated[Timestamp, Field(alias="expiresAt", description="When it is over.")]


class CreateViewerTokenRequest(Message):
    """Which entries, and for how long."""

    tenant_slug: Annotated[
        str,
        Field(
            alias="tenantSlug",
            max_length=63,
            pattern="^[a-z0-9]([a-z0-9-]*[a-z0-9])?$",
            description="Whose entries it shows.",
        ),
    ]

    actor_email: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="actorEmail",
            max_length=500,
            pattern="^[^@]+@[^@]+$",
            description="Only those of this person.",
        ),
    ] = None

    action: Annotated[
        str | None,
        NullRefused(),
        Field(
            max_length=200,
            pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*(\.\*)?$",
            description="Only this action, exact, or by its beginning: tenant.*",
        ),
    ] = None

    minutes: Annotated[
        int | None,
        NullRefused(),
        Field(ge=1, le=1440, description="How long it is good; 60 when left out."),
        Number,
    ] = None


class CreateViewerTokenResponse(Message):
    """The token."""

    viewer_token: Annotated[ViewerToken, Field(alias="viewerToken", description="What it is for.")]

    token: Annotated[
        str,
        Field(description="The token itself, told this once: send it as Viewer-Token."),
        ToldOnce(),
    ] = ""


class ListViewerTokensRequest(Message):
    """Nothing to choose."""


class ListViewerTokensResponse(Message):
    """The tokens."""

    items: Annotated[list[ViewerToken], Field(description="The newest first.")] = []


class RevokeViewerTokenRequest(Message):
    """Which token to end."""

    id: Annotated[Uuid, Field(description="Its id.")]


class RevokeViewerTokenResponse(Message):
    """The token that was."""

    viewer_token: Annotated[ViewerToken, Field(alias="viewerToken", description="What it was for.")]


class ViewEntriesRequest(Message):
    """Which of the token's entries to list."""

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


class ViewEntriesResponse(Message):
    """One page of entries."""

    items: Annotated[list[Entry], Field(description="The page, by time and id, newest first.")] = []

    next_cursor: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="nextCursor", description="Pass as cursor for the next page; absent on the last."
        ),
    ] = None


class ViewerService(Protocol):
    """For embedding a tenant's timeline elsewhere. Every use is an entry of that timeline itself."""

    @abstractmethod
    async def create_viewer_token(
        self, request: CreateViewerTokenRequest
    ) -> CreateViewerTokenResponse:
        """Make a token for a tenant's entries, or those of one person or action among them."""
        ...

    @abstractmethod
    async def list_viewer_tokens(
        self, request: ListViewerTokensRequest
    ) -> ListViewerTokensResponse:
        """List the tokens that are good at the moment, the newest first."""
        ...

    @abstractmethod
    async def revoke_viewer_token(
        self, request: RevokeViewerTokenRequest
    ) -> RevokeViewerTokenResponse:
        """End a token before its time."""
        ...

    @abstractmethod
    async def view_entries(self, request: ViewEntriesRequest) -> ViewEntriesResponse:
        """List entries by a token, newest first: those that it is for, and no others."""
        ...


CREATE_VIEWER_TOKEN: Rpc[CreateViewerTokenRequest, CreateViewerTokenResponse] = Rpc(
    service="audit",
    version="v1",
    interface="ViewerService",
    name="create_viewer_token",
    subject="rpc.audit.v1.create_viewer_token",
    request=CreateViewerTokenRequest,
    reply=CreateViewerTokenResponse,
    http=HttpRule(method="POST", path="/audit/viewer-tokens", body="*", response_body=""),
    access=("operator", "tenant_admin"),
    audit=("viewer_token.created",),
    changes=True,
    summary=("Make a token for a tenant's entries, or those of one person or action among them."),
    description=(
        "Make a token for a tenant's entries, or those of one person or action among them."
    ),
    headers={},
)


LIST_VIEWER_TOKENS: Rpc[ListViewerTokensRequest, ListViewerTokensResponse] = Rpc(
    service="audit",
    version="v1",
    interface="ViewerService",
    name="list_viewer_tokens",
    subject="rpc.audit.v1.list_viewer_tokens",
    request=ListViewerTokensRequest,
    reply=ListViewerTokensResponse,
    http=HttpRule(method="GET", path="/audit/viewer-tokens", body="", response_body=""),
    access=("operator", "tenant_admin"),
    audit=(),
    changes=False,
    summary="List the tokens that are good at the moment, the newest first.",
    description="List the tokens that are good at the moment, the newest first.",
    headers={},
)


REVOKE_VIEWER_TOKEN: Rpc[RevokeViewerTokenRequest, RevokeViewerTokenResponse] = Rpc(
    service="audit",
    version="v1",
    interface="ViewerService",
    name="revoke_viewer_token",
    subject="rpc.audit.v1.revoke_viewer_token",
    request=RevokeViewerTokenRequest,
    reply=RevokeViewerTokenResponse,
    http=HttpRule(
        method="DELETE", path="/audit/viewer-tokens/{id}", body="", response_body="viewer_token"
    ),
    access=("operator", "tenant_admin"),
    audit=("viewer_token.revoked",),
    changes=True,
    summary="End a token before its time.",
    description="End a token before its time.",
    headers={},
)


VIEW_ENTRIES: Rpc[ViewEntriesRequest, ViewEntriesResponse] = Rpc(
    service="audit",
    version="v1",
    interface="ViewerService",
    name="view_entries",
    subject="rpc.audit.v1.view_entries",
    request=ViewEntriesRequest,
    reply=ViewEntriesResponse,
    http=HttpRule(method="POST", path="/audit/view", body="*", response_body=""),
    access=("public",),
    audit=("viewer_token.used",),
    changes=True,
    summary="List entries by a token, newest first: those that it is for, and no others.",
    description="List entries by a token, newest first: those that it is for, and no others.",
    headers={"token": "Viewer-Token"},
)


VIEWER_SERVICE: tuple[AnyRpc, ...] = (
    CREATE_VIEWER_TOKEN,
    LIST_VIEWER_TOKENS,
    REVOKE_VIEWER_TOKEN,
    VIEW_ENTRIES,
)


class ViewerServiceClient:
    """Calls ViewerService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def create_viewer_token(
        self, request: CreateViewerTokenRequest
    ) -> CreateViewerTokenResponse:
        """Make a token for a tenant's entries, or those of one person or action among them."""
        return await self._caller.call(CREATE_VIEWER_TOKEN, request)

    async def list_viewer_tokens(
        self, request: ListViewerTokensRequest
    ) -> ListViewerTokensResponse:
        """List the tokens that are good at the moment, the newest first."""
        return await self._caller.call(LIST_VIEWER_TOKENS, request)

    async def revoke_viewer_token(
        self, request: RevokeViewerTokenRequest
    ) -> RevokeViewerTokenResponse:
        """End a token before its time."""
        return await self._caller.call(REVOKE_VIEWER_TOKEN, request)

    async def view_entries(self, request: ViewEntriesRequest) -> ViewEntriesResponse:
        """List entries by a token, newest first: those that it is for, and no others."""
        return await self._caller.call(VIEW_ENTRIES, request)
