"""Times in which failures are expected.

Generated from proto-schemas/health/v1/maintenance.proto by generate.py: edits are lost.
"""

from typing import Annotated, Literal

from pydantic import Field

from contracts.markers import NullRefused
from contracts.message import Message
from contracts.scalars import Boolean, Int32, Timestamp, Uuid


class MaintenanceWindow(Message):
    """A maintenance window."""

    id: Annotated[Uuid, Field(description="Identity, a UUID.")]

    title: Annotated[str, Field(description="What is done.")] = ""

    targets: Annotated[list[str], Field(description="Targets it covers; all when empty.")] = []

    starts_at: Annotated[
        Timestamp,
        Field(alias="startsAt", description="When it begins, or begins for the first time."),
    ]

    minutes: Annotated[Int32, Field(description="How long it lasts each time.")] = 0

    repeats: Annotated[
        Literal["once", "daily", "weekly"], Field(description="Whether it comes again.")
    ]

    time_zone: Annotated[
        str, Field(alias="timeZone", description="The time zone whose clock a repetition follows.")
    ] = ""

    until: Annotated[
        Timestamp | None, NullRefused(), Field(description="When a repetition ends.")
    ] = None

    active: Annotated[Boolean, Field(description="It is going on.")] = False

    next_at: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(alias="nextAt", description="When it next begins; absent when it won't."),
    ] = None

    version: Annotated[Int32, Field(description="Grows by one with every change.")] = 0
