"""A system whose events are taken over, and how far that has come.

Generated from proto-schemas/ingest/v1/source.proto by generate.py: edits are lost.
"""

from typing import Annotated, Literal

from pydantic import Field

from contracts.markers import NullRefused
from contracts.message import Message
from contracts.scalars import Double, Int32, Integer, Struct, Timestamp


class Source(Message):
    """One upstream system."""

    name: Annotated[
        str,
        Field(
            max_length=63,
            pattern="^[a-z][a-z0-9_-]*$",
            description="Its name, as it stands in the entries' source.",
        ),
    ]

    state: Annotated[
        Literal["running", "paused", "off", "absent"],
        Field(description="off: switched off by its setting; absent: nobody answers for it."),
    ]

    reason: Annotated[str, Field(description="Why it is paused.")] = ""

    problem: Annotated[
        str, Field(description="What keeps it from working, in words; empty when nothing does.")
    ] = ""

    lag_seconds: Annotated[
        Double,
        Field(
            alias="lagSeconds",
            description=(
                "Seconds since everything that was known of had been published; 0 for a source "
                "that pushes."
            ),
        ),
    ] = 0.0

    last_event_at: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(
            alias="lastEventAt", description="When the newest event happened that was published."
        ),
    ] = None

    published: Annotated[Integer, Field(description="Events that are in the stream.")] = 0

    skipped: Annotated[
        Struct, Field(description="Events that make no entry, counted by reason.")
    ] = {}

    redactions: Annotated[Integer, Field(description="Secrets that were taken out of events.")] = 0

    errors: Annotated[Struct, Field(description="Failures, counted by kind.")] = {}

    instance: Annotated[
        str,
        Field(
            description=(
                "The instance that polls or tails at the moment; empty for a source that pushes."
            )
        ),
    ] = ""

    version: Annotated[Int32, Field(description="Number of the latest state change.")] = 0
