"""A feature flag: who gets it, in which variant, and what was changed when and why.

Generated from proto-schemas/flag/v1/flag.proto by generate.py: edits are lost.
"""

from typing import Annotated, Literal

from pydantic import Field

from contracts.flag.v1.targeting import Prerequisite, Rule, Scope
from contracts.markers import NullRefused, Unique
from contracts.message import Message
from contracts.scalars import Double, Int32, Number, Struct, Timestamp, Value


class Variant(Message):
    """One thing that a flag can serve."""

    name: Annotated[
        str,
        Field(pattern="^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$", description="Its name within the flag."),
    ]

    payload: Annotated[Value, Field(description="What is served: any JSON but null.")]

    weight: Annotated[
        int | None,
        NullRefused(),
        Field(
            ge=0,
            le=100000,
            description=(
                "Its share among those who get the flag; 1 when left out, for the default "
                "variant 0."
            ),
        ),
        Number,
    ] = None

    rules: Annotated[
        list[Rule],
        Field(
            max_length=20,
            description=(
                "Whoever gets the flag and meets all of these gets this variant, whatever the "
                "weights."
            ),
        ),
    ] = []


class FlagChange(Message):
    """One change."""

    revision: Annotated[Int32, Field(description="The revision that it made.")] = 0

    at: Annotated[Timestamp, Field(description="When.")]

    verb: Annotated[str, Field(description="What happened, as on the audit timeline.")] = ""

    actor_id: Annotated[str, Field(alias="actorId", description="The id of who did it.")] = ""

    actor: Annotated[
        str, Field(description="The email address of who did it, else a service's name.")
    ] = ""

    note: Annotated[str, Field(description="Why.")] = ""

    changes: Annotated[
        Struct,
        Field(description="Each changed field with its value before and after; absent is null."),
    ] = {}


class VariantUsage(Message):
    """How often one variant was served."""

    variant: Annotated[str, Field(description="Its name.")] = ""

    evaluations: Annotated[Double, Field(description="Evaluations since counting began.")] = 0.0

    last_seen_at: Annotated[
        Timestamp, Field(alias="lastSeenAt", description="When it was last served.")
    ]


class FlagUsage(Message):
    """How often a flag was evaluated, as far as evaluators have told; minutes late."""

    evaluations: Annotated[Double, Field(description="Evaluations since counting began.")] = 0.0

    last_seen_at: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(alias="lastSeenAt", description="When it was last evaluated; absent when never."),
    ] = None

    variants: Annotated[
        list[VariantUsage],
        Field(description="The same for each variant; a boolean flag's are on and off."),
    ] = []

    stale: Annotated[
        Literal["", "unused", "one_sided"],
        Field(
            description=(
                "unused: not evaluated for 14 days. one_sided: the same variant for everybody "
                "for 30 days."
            )
        ),
    ] = ""


class Flag(Message):
    """A flag as stored; those who are no operators see neither scope nor rules nor history."""

    key: Annotated[
        str, Field(pattern="^[a-z][a-z0-9_]{1,63}$", description="Immutable short name.")
    ]

    description: Annotated[
        str, Field(max_length=2000, description="What it switches, for people.")
    ] = ""

    owner: Annotated[
        str,
        Field(max_length=200, description="Who answers questions about it: a person or a team."),
    ] = ""

    tags: Annotated[
        list[Annotated[str, Field(pattern="^[a-z0-9][a-z0-9_.:-]{0,63}$")]],
        Field(max_length=20, description="Words to find it by."),
        Unique(),
    ] = []

    kind: Annotated[
        Literal["boolean", "variants"],
        Field(description="On and off, or variants with a payload each."),
    ]

    variants: Annotated[
        list[Variant],
        Field(max_length=50, description="The variants in order; empty when boolean."),
    ] = []

    default_variant: Annotated[
        str,
        Field(
            alias="defaultVariant",
            description="The variant of those who don't get the flag; empty when boolean.",
        ),
    ] = ""

    state: Annotated[
        Literal["off", "on", "targeted", "rollout"],
        Field(
            description=(
                "off: nobody. on: everybody. targeted: whom the scope names. rollout: a share "
                "of those."
            )
        ),
    ]

    pct: Annotated[
        float,
        Field(
            ge=0.0, le=100.0, description="The share of a rollout in percent, in steps of 0.001."
        ),
        Number,
    ] = 0.0

    stickiness: Annotated[
        str,
        Field(
            max_length=100,
            description="The attribute that a rollout's bucket is drawn by; the tenant's id when empty.",
        ),
    ] = ""

    scope: Annotated[
        Scope | None, NullRefused(), Field(description="Whom it is for. Operators only.")
    ] = None

    rules: Annotated[
        list[Rule],
        Field(
            max_length=50,
            description="Conditions that all must hold, beside the scope. Operators only.",
        ),
    ] = []

    segments: Annotated[
        list[str],
        Field(
            max_length=50,
            description="Keys of segments, one of which must match, beside the scope. Operators only.",
        ),
    ] = []

    prerequisites: Annotated[
        list[Prerequisite],
        Field(max_length=20, description="Flags that must be given too. Operators only."),
    ] = []

    revision: Annotated[
        Int32, Field(description="Grows by one with every change that is told in the history.")
    ] = 0

    history: Annotated[
        list[FlagChange],
        Field(
            description=(
                "The last 20 changes, the newest first; all of them are on the audit timeline. "
                "Operators only, one flag at a time."
            )
        ),
    ] = []

    usage: Annotated[
        FlagUsage | None,
        NullRefused(),
        Field(description="How often it was evaluated. Operators only."),
    ] = None

    created_at: Annotated[
        Timestamp, Field(alias="createdAt", description="When the flag was created.")
    ]

    updated_at: Annotated[
        Timestamp, Field(alias="updatedAt", description="When the flag last changed.")
    ]

    version: Annotated[Int32, Field(description="Grows by one with every write; the ETag.")] = 0
