"""A partner: somebody who resells to tenants.

Generated from proto-schemas/partner/v1/partner.proto by generate.py: edits are lost.
"""

from typing import Annotated, Literal

from pydantic import Field

from contracts.markers import EmptyAllowed
from contracts.message import Message
from contracts.scalars import Int32, Number, Timestamp, Uuid


class PartnerContact(Message):
    """Whom to talk to."""

    name: Annotated[str, Field(max_length=200, description="The person's name.")] = ""

    email: Annotated[
        str,
        Field(
            max_length=254,
            pattern=r"^[^@ \t\r\n]+@[^@ \t\r\n]+$",
            description="Their email address; empty when not known.",
        ),
        EmptyAllowed(),
    ] = ""

    phone: Annotated[
        str,
        Field(
            max_length=40,
            pattern="^[+]?[0-9][0-9 ()/.-]*$",
            description="Their telephone number; empty when not known.",
        ),
        EmptyAllowed(),
    ] = ""


class PartnerBilling(Message):
    """Where bills and credit notes go."""

    company: Annotated[
        str, Field(min_length=1, max_length=200, description="The company, as on a bill.")
    ]

    street: Annotated[str, Field(max_length=200, description="Street and number.")] = ""

    postal_code: Annotated[
        str, Field(alias="postalCode", max_length=20, description="Postal code.")
    ] = ""

    city: Annotated[str, Field(max_length=100, description="City.")] = ""

    country: Annotated[
        str, Field(pattern="^[A-Z]{2}$", description="Country: two letters of ISO 3166-1.")
    ]

    vat_id: Annotated[
        str,
        Field(
            alias="vatId",
            max_length=20,
            pattern="^[A-Z0-9]+$",
            description="VAT identification number; empty when there is none.",
        ),
        EmptyAllowed(),
    ] = ""

    email: Annotated[
        str,
        Field(
            max_length=254,
            pattern=r"^[^@ \t\r\n]+@[^@ \t\r\n]+$",
            description="Address for bills by email; empty when there is none.",
        ),
        EmptyAllowed(),
    ] = ""


class Partner(Message):
    """A partner and its contract."""

    id: Annotated[Uuid, Field(description="Immutable identity, a UUID; outlives the slug.")]

    slug: Annotated[
        str,
        Field(
            pattern="^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
            description="Immutable short name: a DNS label.",
        ),
    ]

    name: Annotated[str, Field(min_length=1, max_length=200, description="Display name.")]

    domain: Annotated[
        str | None, Field(description="The partner's own domain; absent when not known.")
    ] = None

    status: Annotated[
        Literal["active", "terminated"], Field(description="Whether the contract is in force.")
    ]

    status_reason: Annotated[
        str, Field(alias="statusReason", description="Why the contract ended; empty otherwise.")
    ] = ""

    margin_pct: Annotated[
        float,
        Field(
            alias="marginPct",
            ge=0.0,
            le=100.0,
            description="The partner's share of the revenue, in percent: 0 to 100, two decimals.",
        ),
        Number,
    ] = 0.0

    contact: Annotated[PartnerContact | None, Field(description="Whom to talk to.")] = None

    billing: Annotated[PartnerBilling | None, Field(description="Where bills go.")] = None

    created_at: Annotated[
        Timestamp, Field(alias="createdAt", description="When the partner was created.")
    ]

    updated_at: Annotated[
        Timestamp, Field(alias="updatedAt", description="When the partner last changed.")
    ]

    terminated_at: Annotated[
        Timestamp | None,
        Field(alias="terminatedAt", description="When the contract ended; absent while in force."),
    ] = None

    version: Annotated[Int32, Field(description="Grows by one with every change; the ETag.")] = 0
