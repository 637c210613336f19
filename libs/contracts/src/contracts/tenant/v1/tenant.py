"""A customer of the provider.

Generated from proto-schemas/tenant/v1/tenant.proto by generate.py: edits are lost.
"""

from typing import Annotated, Literal

from pydantic import Field

from contracts.markers import NullRefused
from contracts.message import Message
from contracts.scalars import Boolean, Int32, Number, Timestamp, Uuid


class Contact(Message):
    """A person at the tenant's."""

    name: Annotated[str, Field(min_length=1, max_length=200, description="Name.")]

    email: Annotated[
        str | None,
        NullRefused(),
        Field(max_length=254, pattern=r"^[^@ \t\r\n]+@[^@ \t\r\n]+$", description="Email address."),
    ] = None

    phone: Annotated[
        str | None,
        NullRefused(),
        Field(
            pattern=r"^\+?[0-9 ()./-]{3,40}$", description="Telephone number, as people write it."
        ),
    ] = None


class BillingAddress(Message):
    """Where bills go."""

    company: Annotated[str, Field(min_length=1, max_length=200, description="Name of the company.")]

    lines: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=200)]],
        Field(max_length=4, description="Street and number, or what stands for it."),
    ] = []

    postal_code: Annotated[
        str | None,
        NullRefused(),
        Field(alias="postalCode", max_length=20, description="Postal code."),
    ] = None

    city: Annotated[str | None, NullRefused(), Field(max_length=100, description="Town.")] = None

    country: Annotated[str, Field(pattern="^[A-Z]{2}$", description="ISO 3166-1 alpha-2 code.")]

    vat_id: Annotated[
        str | None,
        NullRefused(),
        Field(alias="vatId", pattern="^[A-Z0-9]{4,20}$", description="VAT identification number."),
    ] = None

    email: Annotated[
        str | None,
        NullRefused(),
        Field(
            max_length=254,
            pattern=r"^[^@ \t\r\n]+@[^@ \t\r\n]+$",
            description="Where electronic bills go.",
        ),
    ] = None


class Quotas(Message):
    """How much a tenant may use."""

    users: Annotated[
        int | None, NullRefused(), Field(ge=0, le=1000000, description="People."), Number
    ] = None

    mailboxes: Annotated[
        int | None, NullRefused(), Field(ge=0, le=1000000, description="Mailboxes."), Number
    ] = None

    storage_gib: Annotated[
        int | None,
        NullRefused(),
        Field(
            alias="storageGib",
            ge=0,
            le=1000000,
            description="Storage in GiB, files and mail together.",
        ),
        Number,
    ] = None


class Usage(Message):
    """How much a tenant uses. A figure that couldn't be read is absent."""

    users: Annotated[Int32 | None, NullRefused(), Field(description="People.")] = None

    mailboxes: Annotated[Int32 | None, NullRefused(), Field(description="Mailboxes.")] = None

    storage_gib: Annotated[
        Int32 | None,
        NullRefused(),
        Field(alias="storageGib", description="Storage in GiB, rounded up."),
    ] = None

    read_at: Annotated[Timestamp, Field(alias="readAt", description="When the figures were read.")]


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

    contact: Annotated[
        Contact | None, Field(description="Whom to ask; absent when nobody was named.")
    ] = None

    billing_address: Annotated[
        BillingAddress | None,
        Field(alias="billingAddress", description="Where bills go; absent when never said."),
    ] = None

    quotas: Annotated[
        Quotas | None,
        Field(
            description="What the tenant may use: the plan's limits, but for what was agreed otherwise."
        ),
    ] = None

    quota_overrides: Annotated[
        Quotas | None,
        Field(
            alias="quotaOverrides",
            description="What was agreed otherwise; absent figures are the plan's.",
        ),
    ] = None

    used: Annotated[
        Usage | None,
        Field(
            description=(
                "What is used, as the other systems said when they were read; absent when never "
                "read."
            )
        ),
    ] = None

    verified_domains: Annotated[
        list[str],
        Field(
            alias="verifiedDomains",
            description="Those of the domains that the tenant has proven to be its own.",
        ),
    ] = []

    provisioning: Annotated[
        Literal[
            "none", "progressing", "ready", "suspended", "failing", "drifted", "paused", "torn_down"
        ]
        | None,
        Field(
            description=(
                "How far other systems agree, in a word (GET /tenants/{slug}/provisioning has "
                "the rest); absent until they were looked at."
            )
        ),
    ] = None

    integrations: Annotated[
        list[Literal["authentik", "stalwart", "ocis"]],
        Field(
            description="The systems that the tenant is to have, of those that the provider runs."
        ),
    ] = []
