"""Commands and queries about the keys by which machines call.

Generated from proto-schemas/tenant/v1/api_key_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Literal, Protocol

from pydantic import Field

from contracts.markers import NullRefused, ToldOnce, Unique
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Number, Timestamp, Uuid
from contracts.tenant.v1.api_key import ApiKey


class CreateApiKeyRequest(Message):
    """What a new key needs."""

    name: Annotated[
        str, Field(min_length=1, max_length=100, description="What it is for, in people's words.")
    ]

    scopes: Annotated[
        list[Literal["flags:evaluate", "audit:write", "metrics:read", "tenants:read"]],
        Field(
            min_length=1,
            description="What it opens. metrics:read and tenants:read are for keys of no tenant.",
        ),
        Unique(),
    ]

    tenant_slug: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="tenantSlug",
            min_length=1,
            max_length=63,
            description=(
                "The tenant that it is bound to. Left out, it is for the whole platform: that "
                "is for operators."
            ),
        ),
    ] = None

    expires_at: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(
            alias="expiresAt",
            description="Until when it opens anything; it doesn't end by itself when left out.",
        ),
    ] = None


class CreateApiKeyResponse(Message):
    """The key, with what only this reply tells."""

    api_key: Annotated[ApiKey, Field(alias="apiKey", description="As stored.")]

    secret: Annotated[
        str, Field(description="The secret: send it as Authorization: Bearer <secret>."), ToldOnce()
    ] = ""


class ListApiKeysRequest(Message):
    """Which keys to list."""

    tenant: Annotated[
        str | None,
        NullRefused(),
        Field(min_length=1, max_length=63, description="Only those of this tenant."),
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


class ListApiKeysResponse(Message):
    """One page of keys."""

    items: Annotated[list[ApiKey], Field(description="The page, the newest first.")] = []

    next_cursor: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="nextCursor", description="Pass as cursor for the next page; absent on the last."
        ),
    ] = None


class RevokeApiKeyRequest(Message):
    """What to revoke."""

    id: Annotated[Uuid, Field(description="The key's id.")]


class RevokeApiKeyResponse(Message):
    """The revoked key."""

    api_key: Annotated[ApiKey, Field(alias="apiKey", description="As stored.")]


class ApiKeyService(Protocol):
    """API keys. Tenants' admins manage those of their own tenants, operators all of them."""

    @abstractmethod
    async def create_api_key(self, request: CreateApiKeyRequest) -> CreateApiKeyResponse:
        """Make a key. The secret is told here only; it works within a second."""
        ...

    @abstractmethod
    async def list_api_keys(self, request: ListApiKeysRequest) -> ListApiKeysResponse:
        """List keys that aren't revoked, the newest first. Nobody is told their secrets."""
        ...

    @abstractmethod
    async def revoke_api_key(self, request: RevokeApiKeyRequest) -> RevokeApiKeyResponse:
        """Revoke a key, in effect within a second. Revoking twice keeps the first time."""
        ...


CREATE_API_KEY: Rpc[CreateApiKeyRequest, CreateApiKeyResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="ApiKeyService",
    name="create_api_key",
    subject="rpc.tenant.v1.create_api_key",
    request=CreateApiKeyRequest,
    reply=CreateApiKeyResponse,
    http=HttpRule(method="POST", path="/api-keys", body="*", response_body=""),
    access=("operator", "tenant_admin"),
    audit=("api_key.created",),
    changes=True,
    summary="Make a key.",
    description="Make a key. The secret is told here only; it works within a second.",
    headers={},
)


LIST_API_KEYS: Rpc[ListApiKeysRequest, ListApiKeysResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="ApiKeyService",
    name="list_api_keys",
    subject="rpc.tenant.v1.list_api_keys",
    request=ListApiKeysRequest,
    reply=ListApiKeysResponse,
    http=HttpRule(method="GET", path="/api-keys", body="", response_body=""),
    access=("operator", "tenant_admin"),
    audit=(),
    changes=False,
    summary="List keys that aren't revoked, the newest first.",
    description="List keys that aren't revoked, the newest first. Nobody is told their secrets.",
    headers={},
)


REVOKE_API_KEY: Rpc[RevokeApiKeyRequest, RevokeApiKeyResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="ApiKeyService",
    name="revoke_api_key",
    subject="rpc.tenant.v1.revoke_api_key",
    request=RevokeApiKeyRequest,
    reply=RevokeApiKeyResponse,
    http=HttpRule(method="DELETE", path="/api-keys/{id}", body="", response_body="api_key"),
    access=("operator", "tenant_admin"),
    audit=("api_key.revoked",),
    changes=True,
    summary="Revoke a key, in effect within a second.",
    description="Revoke a key, in effect within a second. Revoking twice keeps the first time.",
    headers={},
)


API_KEY_SERVICE: tuple[AnyRpc, ...] = (
    CREATE_API_KEY,
    LIST_API_KEYS,
    REVOKE_API_KEY,
)


class ApiKeyServiceClient:
    """Calls ApiKeyService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def create_api_key(self, request: CreateApiKeyRequest) -> CreateApiKeyResponse:
        """Make a key. The secret is told here only; it works within a second."""
        return await self._caller.call(CREATE_API_KEY, request)

    async def list_api_keys(self, request: ListApiKeysRequest) -> ListApiKeysResponse:
        """List keys that aren't revoked, the newest first. Nobody is told their secrets."""
        return await self._caller.call(LIST_API_KEYS, request)

    async def revoke_api_key(self, request: RevokeApiKeyRequest) -> RevokeApiKeyResponse:
        """Revoke a key, in effect within a second. Revoking twice keeps the first time."""
        return await self._caller.call(REVOKE_API_KEY, request)
