"""A change of a flag that isn't made yet.

Generated from proto-schemas/flag/v1/draft.proto by generate.py: edits are lost.
"""

from typing import Annotated, Literal

from pydantic import Field

from contracts.flag.v1.flag import Variant
from contracts.flag.v1.targeting import Prerequisite, Rule, Scope
from contracts.markers import NullRefused, Unique
from contracts.message import Message
from contracts.scalars import Number


class Draft(Message):
    """What would change. Absent fields stay as they are; lists and the scope are replaced whole."""

    description: Annotated[
        str | None, NullRefused(), Field(max_length=2000, description="Description.")
    ] = None

    owner: Annotated[str | None, NullRefused(), Field(max_length=200, description="Owner.")] = None

    tags: Annotated[
        list[Annotated[str, Field(pattern="^[a-z0-9][a-z0-9_.:-]{0,63}$")]],
        Field(max_length=20, description="Tags."),
        Unique(),
    ] = []

    variants: Annotated[list[Variant], Field(max_length=50, description="Variants.")] = []

    default_variant: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="defaultVariant",
            max_length=64,
            description="The variant of those who don't get the flag.",
        ),
    ] = None

    state: Annotated[
        Literal["off", "on", "targeted", "rollout"] | None,
        NullRefused(),
        Field(description="State."),
    ] = None

    pct: Annotated[
        float | None,
        NullRefused(),
        Field(ge=0.0, le=100.0, description="The share of a rollout in percent."),
        Number,
    ] = None

    stickiness: Annotated[
        str | None,
        NullRefused(),
        Field(
            max_length=100,
            description="The attribute that a rollout's bucket is drawn by; empty for the tenant's id.",
        ),
    ] = None

    scope: Annotated[Scope | None, NullRefused(), Field(description="Scope.")] = None

    rules: Annotated[list[Rule], Field(max_length=50, description="Conditions.")] = []

    segments: Annotated[
        list[Annotated[str, Field(pattern="^[a-z][a-z0-9_]{1,63}$")]],
        Field(max_length=50, description="Segments."),
        Unique(),
    ] = []

    prerequisites: Annotated[
        list[Prerequisite], Field(max_length=20, description="Prerequisites.")
    ] = []
