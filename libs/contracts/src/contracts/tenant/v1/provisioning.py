"""How far authentik, Stalwart and oCIS agree with what a tenant should be.

Generated from proto-schemas/tenant/v1/provisioning.proto by generate.py: edits are lost.
"""

from typing import Annotated, Literal

from pydantic import Field

from contracts.markers import NullRefused
from contracts.message import Message
from contracts.scalars import Boolean, Int32, Struct, Timestamp


class Condition(Message):
    """Something that is so or not, as Kubernetes has them."""

    type: Annotated[
        Literal["Ready", "Synced"],
        Field(
            description=(
                "Ready: it can be used. Synced: it is as it should be at the observed generation."
            )
        ),
    ]

    status: Annotated[Literal["true", "false", "unknown"], Field(description="Whether it is so.")]

    reason: Annotated[str, Field(description="Stable snake_case name of the cause.")] = ""

    message: Annotated[
        str,
        Field(description="The cause in words, for operators; empty when there is nothing to say."),
    ] = ""

    last_transition: Annotated[
        Timestamp, Field(alias="lastTransition", description="When the status last changed.")
    ]


class IntegrationState(Message):
    """How one system stands with one tenant."""

    integration: Annotated[str, Field(min_length=1, description="authentik, stalwart or ocis.")]

    conditions: Annotated[list[Condition], Field(description="Ready and Synced.")] = []

    observed_generation: Annotated[
        Int32,
        Field(
            alias="observedGeneration",
            description="The generation that was last compared with what is there.",
        ),
    ] = 0

    external_id: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="externalId",
            description=(
                "The system's own id of what stands for the tenant there; absent until it is known."
            ),
        ),
    ] = None

    attempted_at: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(
            alias="attemptedAt",
            description="When the system was last asked; absent before the first time.",
        ),
    ] = None

    failures: Annotated[Int32, Field(description="Attempts in a row that failed.")] = 0

    paused: Annotated[Boolean, Field(description="Paused for this tenant, or for all.")] = False


class Provisioning(Message):
    """How all configured systems stand with one tenant."""

    tenant_slug: Annotated[
        str, Field(alias="tenantSlug", min_length=1, description="The tenant's slug.")
    ]

    generation: Annotated[
        Int32,
        Field(description="Grows with everything that may have to be brought into agreement."),
    ] = 0

    observed_generation: Annotated[
        Int32,
        Field(
            alias="observedGeneration",
            description="The generation that all systems were compared with.",
        ),
    ] = 0

    state: Annotated[
        Literal[
            "none", "progressing", "ready", "suspended", "failing", "drifted", "paused", "torn_down"
        ],
        Field(description="What the conditions amount to; none when no system is configured."),
    ]

    integrations: Annotated[
        list[IntegrationState], Field(description="One for each configured system.")
    ] = []

    next_attempt_at: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(
            alias="nextAttemptAt",
            description=(
                "When it is worked on next, unless something changes before; absent when it is "
                "not planned."
            ),
        ),
    ] = None


class PlannedStep(Message):
    """One change that would be made, or was."""

    integration: Annotated[str, Field(min_length=1, description="authentik, stalwart or ocis.")]

    action: Annotated[
        Literal["create", "update", "delete"], Field(description="What would be done.")
    ]

    kind: Annotated[
        str, Field(description="What it is: group, user, domain, account, space and so on.")
    ] = ""

    key: Annotated[str, Field(description="How we know it: a slug, a domain, an address.")] = ""

    external_id: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="externalId", description="The system's own id; absent for what is to be created."
        ),
    ] = None

    changes: Annotated[
        Struct, Field(description="Each fact that changes, as {before, after}.")
    ] = {}
