"""The read model in the KV bucket "flags": what every evaluator holds.

Generated from proto-schemas/flag/v1/read_model.proto by generate.py: edits are lost.
"""

from typing import Annotated

from pydantic import Field

from contracts.flag.v1.flag import Flag
from contracts.flag.v1.segment import Segment
from contracts.markers import NullRefused
from contracts.message import Message
from contracts.scalars import Int32


class FlagRecord(Message):
    """Value of flag.<key>."""

    format: Annotated[
        Int32,
        Field(
            description=(
                "The shape of this record; an evaluator that knows only older ones keeps the "
                "last it understood."
            )
        ),
    ] = 0

    version: Annotated[
        Int32,
        Field(
            description=(
                "The document's version this was made from; an older one never replaces a newer."
            )
        ),
    ] = 0

    flag: Annotated[
        Flag | None,
        NullRefused(),
        Field(description="The flag without its history and usage; absent once removed."),
    ] = None


class SegmentRecord(Message):
    """Value of segment.<key>."""

    format: Annotated[
        Int32,
        Field(
            description=(
                "The shape of this record; an evaluator that knows only older ones keeps the "
                "last it understood."
            )
        ),
    ] = 0

    version: Annotated[
        Int32,
        Field(
            description=(
                "The document's version this was made from; an older one never replaces a newer."
            )
        ),
    ] = 0

    segment: Annotated[
        Segment | None, NullRefused(), Field(description="The segment; absent once removed.")
    ] = None
