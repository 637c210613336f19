"""Commands that say under which names a person is known.

Generated from proto-schemas/tenant/v1/identity_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Protocol

from pydantic import Field

from contracts.markers import ToldOnce
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Timestamp, Uuid
from contracts.tenant.v1.user import User


class InviteIdentityRequest(Message):
    """Nothing: the caller is known by their token."""


class InviteIdentityResponse(Message):
    """What the other sign-in needs."""

    token: Annotated[str, Field(description="The token."), ToldOnce()] = ""

    expires_at: Annotated[
        Timestamp, Field(alias="expiresAt", description="Until when it can be used.")
    ]


class AcceptIdentityRequest(Message):
    """What was given out."""

    token: Annotated[str, Field(min_length=1, max_length=200, description="The token.")]


class AcceptIdentityResponse(Message):
    """Who the caller is from now on."""

    user: Annotated[User, Field(description="As stored.")]


class LinkIdentityRequest(Message):
    """Whom to link what to."""

    id: Annotated[Uuid, Field(description="The person's id.")]

    issuer: Annotated[
        str,
        Field(
            min_length=1, max_length=500, description="The token issuer, exactly as in its tokens."
        ),
    ]

    subject: Annotated[
        str, Field(min_length=1, max_length=500, description="The subject within that issuer.")
    ]


class LinkIdentityResponse(Message):
    """The person."""

    user: Annotated[User, Field(description="As stored.")]


class LinkExternalIdRequest(Message):
    """Who is named how, and where."""

    id: Annotated[Uuid, Field(description="The person's id.")]

    source: Annotated[
        str,
        Field(
            max_length=63,
            pattern="^[a-z0-9][a-z0-9_-]*$",
            description="The system: authentik, stalwart, ocis, or a third party's source.",
        ),
    ]

    external_id: Annotated[
        str, Field(alias="externalId", min_length=1, max_length=200, description="The id there.")
    ]


class LinkExternalIdResponse(Message):
    """The person."""

    user: Annotated[User, Field(description="As stored.")]


class UnlinkExternalIdRequest(Message):
    """Who isn't named so any more."""

    id: Annotated[Uuid, Field(description="The person's id.")]

    source: Annotated[str, Field(min_length=1, description="The system.")]

    external_id: Annotated[
        str, Field(alias="externalId", min_length=1, description="The id there.")
    ]


class UnlinkExternalIdResponse(Message):
    """The person."""

    user: Annotated[User, Field(description="As stored.")]


class IdentityService(Protocol):
    """Identities come to a person by verified email, by a link that works once, or by an operator."""

    @abstractmethod
    async def invite_identity(self, request: InviteIdentityRequest) -> InviteIdentityResponse:
        """Make a link by which the caller, signed in another way, links that way to who they are
        here. The token is told here only, and good for an hour.
        """
        ...

    @abstractmethod
    async def accept_identity(self, request: AcceptIdentityRequest) -> AcceptIdentityResponse:
        """Link the way in which the caller is signed in to the person whose link it is. Who
        belongs somewhere already can't.
        """
        ...

    @abstractmethod
    async def link_identity(self, request: LinkIdentityRequest) -> LinkIdentityResponse:
        """Link an identity to a person. One that is somebody's who belongs somewhere is a
        conflict.
        """
        ...

    @abstractmethod
    async def link_external_id(self, request: LinkExternalIdRequest) -> LinkExternalIdResponse:
        """Say how another system names a person, so that its events are known to be theirs."""
        ...

    @abstractmethod
    async def unlink_external_id(
        self, request: UnlinkExternalIdRequest
    ) -> UnlinkExternalIdResponse:
        """Say that it doesn't."""
        ...


INVITE_IDENTITY: Rpc[InviteIdentityRequest, InviteIdentityResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="IdentityService",
    name="invite_identity",
    subject="rpc.tenant.v1.invite_identity",
    request=InviteIdentityRequest,
    reply=InviteIdentityResponse,
    http=HttpRule(method="POST", path="/me/identities", body="*", response_body=""),
    access=("authenticated",),
    audit=("identity.invited",),
    changes=True,
    summary=(
        "Make a link by which the caller, signed in another way, links that way to who "
        "they are here."
    ),
    description=(
        "Make a link by which the caller, signed in another way, links that way to who "
        "they are here. The token is told here only, and good for an hour."
    ),
    headers={},
)


ACCEPT_IDENTITY: Rpc[AcceptIdentityRequest, AcceptIdentityResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="IdentityService",
    name="accept_identity",
    subject="rpc.tenant.v1.accept_identity",
    request=AcceptIdentityRequest,
    reply=AcceptIdentityResponse,
    http=HttpRule(method="POST", path="/me/identities/accept", body="*", response_body="user"),
    access=("authenticated",),
    audit=("user.linked",),
    changes=True,
    summary="Link the way in which the caller is signed in to the person whose link it is.",
    description=(
        "Link the way in which the caller is signed in to the person whose link it is. "
        "Who belongs somewhere already can't."
    ),
    headers={},
)


LINK_IDENTITY: Rpc[LinkIdentityRequest, LinkIdentityResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="IdentityService",
    name="link_identity",
    subject="rpc.tenant.v1.link_identity",
    request=LinkIdentityRequest,
    reply=LinkIdentityResponse,
    http=HttpRule(method="POST", path="/users/{id}/identities", body="*", response_body="user"),
    access=("operator",),
    audit=("user.linked",),
    changes=True,
    summary="Link an identity to a person.",
    description=(
        "Link an identity to a person. One that is somebody's who belongs somewhere is a conflict."
    ),
    headers={},
)


LINK_EXTERNAL_ID: Rpc[LinkExternalIdRequest, LinkExternalIdResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="IdentityService",
    name="link_external_id",
    subject="rpc.tenant.v1.link_external_id",
    request=LinkExternalIdRequest,
    reply=LinkExternalIdResponse,
    http=HttpRule(method="POST", path="/users/{id}/external-ids", body="*", response_body="user"),
    access=("operator",),
    audit=("user.external_id_linked",),
    changes=True,
    summary=("Say how another system names a person, so that its events are known to be theirs."),
    description=(
        "Say how another system names a person, so that its events are known to be theirs."
    ),
    headers={},
)


UNLINK_EXTERNAL_ID: Rpc[UnlinkExternalIdRequest, UnlinkExternalIdResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="IdentityService",
    name="unlink_external_id",
    subject="rpc.tenant.v1.unlink_external_id",
    request=UnlinkExternalIdRequest,
    reply=UnlinkExternalIdResponse,
    http=HttpRule(method="DELETE", path="/users/{id}/external-ids", body="", response_body="user"),
    access=("operator",),
    audit=("user.external_id_unlinked",),
    changes=True,
    summary="Say that it doesn't.",
    description="Say that it doesn't.",
    headers={},
)


IDENTITY_SERVICE: tuple[AnyRpc, ...] = (
    INVITE_IDENTITY,
    ACCEPT_IDENTITY,
    LINK_IDENTITY,
    LINK_EXTERNAL_ID,
    UNLINK_EXTERNAL_ID,
)


class IdentityServiceClient:
    """Calls IdentityService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def invite_identity(self, request: InviteIdentityRequest) -> InviteIdentityResponse:
        """Make a link by which the caller, signed in another way, links that way to who they are
        here. The token is told here only, and good for an hour.
        """
        return await self._caller.call(INVITE_IDENTITY, request)

    async def accept_identity(self, request: AcceptIdentityRequest) -> AcceptIdentityResponse:
        """Link the way in which the caller is signed in to the person whose link it is. Who
        belongs somewhere already can't.
        """
        return await self._caller.call(ACCEPT_IDENTITY, request)

    async def link_identity(self, request: LinkIdentityRequest) -> LinkIdentityResponse:
        """Link an identity to a person. One that is somebody's who belongs somewhere is a
        conflict.
        """
        return await self._caller.call(LINK_IDENTITY, request)

    async def link_external_id(self, request: LinkExternalIdRequest) -> LinkExternalIdResponse:
        """Say how another system names a person, so that its events are known to be theirs."""
        return await self._caller.call(LINK_EXTERNAL_ID, request)

    async def unlink_external_id(
        self, request: UnlinkExternalIdRequest
    ) -> UnlinkExternalIdResponse:
        """Say that it doesn't."""
        return await self._caller.call(UNLINK_EXTERNAL_ID, request)
