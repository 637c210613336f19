"""The read model in the KV bucket "directory": what every request needs to know, a watch away.

Generated from proto-schemas/tenant/v1/directory.proto by generate.py: edits are lost.
"""

from typing import Annotated

from pydantic import Field

from contracts.markers import NullRefused
from contracts.message import Message
from contracts.platform.v1.actor import Membership
from contracts.scalars import Boolean, Int32, Timestamp, Uuid


class TenantRecord(Message):
    """Value of tenant.<slug>."""

    id: Annotated[Uuid, Field(description="The tenant's immutable id.")]

    slug: Annotated[str, Field(min_length=1, description="Its slug.")]

    name: Annotated[str, Field(description="Display name.")] = ""

    status: Annotated[str, Field(description="Where it stands in its life.")] = ""

    plan: Annotated[str, Field(description="Commercial plan.")] = ""

    partner_slug: Annotated[
        str, Field(alias="partnerSlug", description="Its partner, when it has one.")
    ] = ""

    domains: Annotated[list[str], Field(description="Its domains.")] = []

    version: Annotated[
        Int32,
        Field(
            description=(
                "The document's version this was made from; an older one never replaces a newer."
            )
        ),
    ] = 0

    integrations: Annotated[
        list[str],
        Field(description="The systems that the tenant is to have: authentik, stalwart, ocis."),
    ] = []

    legal_hold: Annotated[
        Boolean, Field(alias="legalHold", description="Nothing of it may be deleted anywhere.")
    ] = False


class ActorRecord(Message):
    """Value of actor.<hash of issuer|subject>, of person.email.<hash of a verified address> and of
    person.<source>.<hash of the id there>.
    """

    id: Annotated[Uuid, Field(description="The person's immutable id.")]

    email: Annotated[str, Field(description="Email address, lower case.")] = ""

    name: Annotated[str, Field(description="Display name.")] = ""

    platform_admin: Annotated[
        Boolean,
        Field(
            alias="platformAdmin",
            description="May act as operator, together with an operator token.",
        ),
    ] = False

    memberships: Annotated[
        list[Membership], Field(description="Tenants the person belongs to.")
    ] = []

    active: Annotated[Boolean, Field(description="False once deactivated.")] = False

    last_login_at: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(alias="lastLoginAt", description="The latest sign-in that is recorded."),
    ] = None

    version: Annotated[
        Int32,
        Field(
            description=(
                "The document's version this was made from; an older one never replaces a newer."
            )
        ),
    ] = 0

    partner_slug: Annotated[
        str,
        Field(
            alias="partnerSlug",
            description="The partner the person works for; empty for everybody else.",
        ),
    ] = ""

    since: Annotated[
        str,
        Field(
            description=(
                "When the key came to this person after they were known, as a UUIDv7; empty "
                "when it was theirs from the start. Of two people's records the one that came "
                "later counts."
            )
        ),
    ] = ""

    gone: Annotated[
        Boolean,
        Field(
            description="The key is nobody's any more: what else stands here only says whose it was."
        ),
    ] = False


class ApiKeyRecord(Message):
    """Value of apikey.<hash of the secret>."""

    id: Annotated[Uuid, Field(description="The key's immutable id.")]

    name: Annotated[str, Field(description="What it is for, in people's words.")] = ""

    scopes: Annotated[list[str], Field(description="What it opens.")] = []

    tenant_slug: Annotated[
        str,
        Field(
            alias="tenantSlug",
            description="The tenant that it is bound to; empty when it is for the whole platform.",
        ),
    ] = ""

    expires_at: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(
            alias="expiresAt",
            description="Until when it opens anything; absent when it doesn't end by itself.",
        ),
    ] = None

    active: Annotated[Boolean, Field(description="False once revoked.")] = False

    version: Annotated[
        Int32,
        Field(
            description=(
                "The document's version this was made from; an older one never replaces a newer."
            )
        ),
    ] = 0


class SpaceRecord(Message):
    """Value of space.<id>: who was given this oCIS space."""

    id: Annotated[str, Field(description="Immutable id of what wrote it.")] = ""

    tenant_slug: Annotated[
        str, Field(alias="tenantSlug", min_length=1, description="The tenant's slug.")
    ]

    version: Annotated[
        Int32,
        Field(
            description=(
                "The document's version this was made from; an older one never replaces a newer."
            )
        ),
    ] = 0
