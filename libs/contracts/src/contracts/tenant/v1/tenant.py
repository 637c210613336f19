"""A customer of the provider.

Generated from proto-schemas/tenant/v1/tenant.proto by generate.py: edits are lost.
"""

from typing import Annotated, Literal

from pydantic import Field

from contracts.markers import NullRefused
from contracts.message import Message
from contracts.scalars import Boolean, Int32, Timestamp, Uuid


class Tenant(Message):
    """A customer: one organization with its own people, mail, files and bill."""

    id: Annotated[Uuid, Field(description="Immutable identity, a UUID; outlives the slug.")]

    slug: Annotated[
        str,
        Field(
            pattern="^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
            description="Immutable short name: a DNS label, also a bus subject token.",
        ),
    ]

    name: Annotated[str, Field(min_length=1, max_length=200, description="Display name.")]

    plan: Annotated[
        Literal["starter", "business", "enterprise"], Field(description="Commercial plan.")
    ]

    status: Annotated[
        Literal["pending", "active", "suspended", "deleted", "purged"],
        Field(description="Where the tenant stands in its life."),
    ]

    status_reason: Annotated[
        str,
        Field(
            alias="statusReason",
            description="Why the tenant was suspended or deleted; empty otherwise.",
        ),
    ] = ""

    domains: Annotated[
        list[str], Field(description="Mail and sign-in domains; each belongs to one tenant only.")
    ] = []

    partner_slug: Annotated[
        str | None,
        Field(
            alias="partnerSlug",
            description="The partner that resells to this tenant; absent when sold directly.",
        ),
    ] = None

    created_at: Annotated[
        Timestamp, Field(alias="createdAt", description="When the tenant was created.")
    ]

    updated_at: Annotated[
        Timestamp, Field(alias="updatedAt", description="When the tenant last changed.")
    ]

    deleted_at: Annotated[
        Timestamp | None,
        Field(alias="deletedAt", description="When the tenant was deleted; absent while it lives."),
    ] = None

    version: Annotated[Int32, Field(description="Grows by one with every change; the ETag.")] = 0

    deletion_protection: Annotated[
        Boolean | None,
        NullRefused(),
        Field(
            alias="deletionProtection",
            description="Refuses deletion, and purging; told to operators only.",
        ),
    ] = None

    legal_hold: Annotated[
        Boolean | None,
        NullRefused(),
        Field(
            alias="legalHold",
            description=(
                "Refuses purging, however long the tenant has been deleted; told to operators only."
            ),
        ),
    ] = None
