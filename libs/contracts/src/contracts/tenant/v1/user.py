"""A person who signs in: operators, and the people of tenants.

Generated from proto-schemas/tenant/v1/user.proto by generate.py: edits are lost.
"""

from typing import Annotated, Literal

from pydantic import Field

from contracts.message import Message
from contracts.platform.v1.actor import Membership
from contracts.scalars import Boolean, Int32, Timestamp, Uuid


class Identity(Message):
    """One way a person signs in."""

    issuer: Annotated[
        str, Field(min_length=1, description="The token issuer, exactly as in its tokens.")
    ]

    subject: Annotated[str, Field(min_length=1, description="The subject within that issuer.")]


class ExternalId(Message):
    """A person's name in another system, as its events have it."""

    source: Annotated[
        str,
        Field(
            max_length=63,
            pattern="^[a-z0-9][a-z0-9_-]*$",
            description="The system: authentik, stalwart, ocis, or a third party's source.",
        ),
    ]

    id: Annotated[str, Field(min_length=1, max_length=200, description="The id there.")]


class User(Message):
    """A person: made when an operator adds them to a tenant, or at first sight of their token."""

    id: Annotated[Uuid, Field(description="Immutable identity, a UUID.")]

    email: Annotated[
        str, Field(description="Email address, lower case; empty when never known.")
    ] = ""

    name: Annotated[str, Field(description="Display name; empty when never known.")] = ""

    identities: Annotated[
        list[Identity],
        Field(description="How this person signs in; empty until the first sign-in."),
    ] = []

    platform_admin: Annotated[
        Boolean,
        Field(
            alias="platformAdmin",
            description="May act as operator, together with an operator token.",
        ),
    ] = False

    memberships: Annotated[
        list[Membership], Field(description="Tenants this person belongs to.")
    ] = []

    active: Annotated[
        Boolean, Field(description="False once deactivated: every token of this person is refused.")
    ] = False

    last_login_at: Annotated[
        Timestamp | None,
        Field(
            alias="lastLoginAt", description="When the person last signed in; absent when never."
        ),
    ] = None

    created_at: Annotated[
        Timestamp, Field(alias="createdAt", description="When the person was first known.")
    ]

    updated_at: Annotated[
        Timestamp, Field(alias="updatedAt", description="When the person last changed.")
    ]

    version: Annotated[Int32, Field(description="Grows by one with every change; the ETag.")] = 0

    partner_slug: Annotated[
        str | None,
        Field(
            alias="partnerSlug",
            description="The partner this person works for; absent for everybody else.",
        ),
    ] = None

    inactive_memberships: Annotated[
        list[Membership],
        Field(
            alias="inactiveMemberships",
            description=(
                "Tenants that this person belongs to but was deactivated in: they open nothing "
                "there."
            ),
        ),
    ] = []

    external_ids: Annotated[
        list[ExternalId],
        Field(alias="externalIds", description="How other systems name this person."),
    ] = []


class Member(Message):
    """One of a tenant's people, as the tenant's people see each other."""

    id: Annotated[Uuid, Field(description="The person's id.")]

    email: Annotated[str, Field(description="Email address; empty when never known.")] = ""

    name: Annotated[str, Field(description="Display name; empty when never known.")] = ""

    role: Annotated[
        Literal["owner", "admin", "member"],
        Field(description="What the person may do in the tenant."),
    ]

    active: Annotated[
        Boolean,
        Field(
            description="False once deactivated, here or everywhere: then the role opens nothing."
        ),
    ] = False

    last_login_at: Annotated[
        Timestamp | None,
        Field(
            alias="lastLoginAt",
            description="When the person last signed in, anywhere; absent when never.",
        ),
    ] = None
