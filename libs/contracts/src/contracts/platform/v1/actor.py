"""Who acts: resolved once at the edge, carried in a bus header, trusted inside the bus.

Generated from proto-schemas/platform/v1/actor.proto by generate.py: edits are lost.
"""

from typing import Annotated, Literal

from pydantic import Field

from contracts.message import Message
from contracts.scalars import Boolean


class Membership(Message):
    """One person's standing in one tenant."""

    tenant_slug: Annotated[
        str, Field(alias="tenantSlug", min_length=1, description="The tenant's slug.")
    ]

    role: Annotated[
        Literal["owner", "admin", "member"], Field(description="What the person may do there.")
    ]


class Actor(Message):
    """The caller of an rpc and the cause of an audit entry."""

    type: Annotated[
        Literal["user", "service", "system", "external", "anonymous"],
        Field(description="What kind of actor this is."),
    ]

    id: Annotated[
        str, Field(description="The person's id, the service's name, or empty for the anonymous.")
    ] = ""

    email: Annotated[str, Field(description="Email address as the directory knows it.")] = ""

    name: Annotated[str, Field(description="Display name.")] = ""

    ip: Annotated[str, Field(description="Address of the person's own machine.")] = ""

    issuer: Annotated[str, Field(description="Token issuer, for users.")] = ""

    subject: Annotated[str, Field(description="Token subject, for users.")] = ""

    audience: Annotated[
        str, Field(description="The audience the token was accepted for, e.g. dezky-operator.")
    ] = ""

    platform_admin: Annotated[
        Boolean,
        Field(
            alias="platformAdmin",
            description="The directory says platform admin; revocable at once.",
        ),
    ] = False

    memberships: Annotated[
        list[Membership], Field(description="Tenants this person belongs to.")
    ] = []

    partner_slug: Annotated[
        str,
        Field(
            alias="partnerSlug",
            description="The partner this person acts for, when the token is a partner's.",
        ),
    ] = ""

    scopes: Annotated[list[str], Field(description="Scopes of an API key.")] = []
