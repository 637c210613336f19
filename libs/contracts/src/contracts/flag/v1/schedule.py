"""Changes of a flag that are made later, each once, whatever is restarted meanwhile.

Generated from proto-schemas/flag/v1/schedule.proto by generate.py: edits are lost.
"""

from typing import Annotated, Literal

from pydantic import Field

from contracts.markers import NullRefused
from contracts.message import Message
from contracts.scalars import Int32, Number, Struct, Timestamp, Uuid


class ScheduleStep(Message):
    """One change of a schedule."""

    draft: Annotated[Struct, Field(description="The fields of the flag that it sets.")] = {}

    hold_seconds: Annotated[
        int,
        Field(
            alias="holdSeconds",
            ge=0,
            le=2147483647,
            description="How long it stays before the next step.",
        ),
        Number,
    ] = 0


class Schedule(Message):
    """A change at a time, or a ramp: several changes with a pause after each."""

    id: Annotated[Uuid, Field(description="Its identity.")]

    flag_key: Annotated[str, Field(alias="flagKey", description="The flag that is changed.")] = ""

    kind: Annotated[
        Literal["change", "ramp"], Field(description="A single change, or a ramp of shares.")
    ]

    steps: Annotated[list[ScheduleStep], Field(description="The changes, in order.")] = []

    done: Annotated[Int32, Field(description="How many of them are made.")] = 0

    state: Annotated[
        Literal["running", "paused", "done", "cancelled"],
        Field(
            description=(
                "running: waits for the next step. paused: waits for somebody. done and "
                "cancelled: over."
            )
        ),
    ]

    reason: Annotated[
        str, Field(description="Why it is paused: what somebody wrote, or what got in its way.")
    ] = ""

    next_at: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(
            alias="nextAt",
            description="When the next step is made; absent when none is, or while paused.",
        ),
    ] = None

    note: Annotated[str, Field(description="Why; kept in the flag's history with each step.")] = ""

    author: Annotated[str, Field(description="The email address of who made it.")] = ""

    created_at: Annotated[Timestamp, Field(alias="createdAt", description="When it was made.")]

    updated_at: Annotated[Timestamp, Field(alias="updatedAt", description="When it last changed.")]

    version: Annotated[Int32, Field(description="Grows by one with every write; the ETag.")] = 0
