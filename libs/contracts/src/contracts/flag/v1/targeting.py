"""Whom a flag is for.

Generated from proto-schemas/flag/v1/targeting.proto by generate.py: edits are lost.
"""

from typing import Annotated, Literal

from pydantic import Field

from contracts.markers import Unique
from contracts.message import Message


class Scope(Message):
    """Allowlists of what every tenant has. An empty one asks nothing; of the others each must
    match.
    """

    plans: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=63)]],
        Field(max_length=50, description="Commercial plans."),
        Unique(),
    ] = []

    tenant_slugs: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=63)]],
        Field(alias="tenantSlugs", max_length=1000, description="Tenants."),
        Unique(),
    ] = []

    partner_slugs: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=63)]],
        Field(alias="partnerSlugs", max_length=200, description="Partners whose tenants they are."),
        Unique(),
    ] = []

    environments: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=63)]],
        Field(max_length=20, description="Environments of the evaluator."),
        Unique(),
    ] = []


class Rule(Message):
    """A condition on one attribute. Without the attribute only not_in holds."""

    attribute: Annotated[
        str,
        Field(
            pattern="^[A-Za-z_$][A-Za-z0-9_$-]*([.][A-Za-z0-9_$-]+)*$",
            description=(
                "tenantSlug, tenantId, plan, partnerSlug or environment; else a name in the "
                "context, dots stepping into objects."
            ),
        ),
    ]

    operator: Annotated[
        Literal[
            "in",
            "not_in",
            "starts_with",
            "ends_with",
            "contains",
            "matches",
            "numeric",
            "date",
            "semver",
            "cidr",
        ],
        Field(
            description=(
                "How the attribute is compared. matches: an RE2 pattern is found in it. "
                'numeric, date and semver: comparisons such as ">=1.2 <2".'
            )
        ),
    ]

    values: Annotated[
        list[Annotated[str, Field(max_length=500)]],
        Field(
            min_length=1,
            max_length=1000,
            description="Any one of them suffices; of not_in none may.",
        ),
    ]


class Prerequisite(Message):
    """A flag that must be given too."""

    key: Annotated[str, Field(pattern="^[a-z][a-z0-9_]{1,63}$", description="That flag.")]

    variants: Annotated[
        list[str],
        Field(
            max_length=50,
            description=(
                "Variants of that flag, one of which must be served; any but its default when "
                "left out."
            ),
        ),
    ] = []
