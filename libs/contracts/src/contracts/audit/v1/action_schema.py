"""What the metadata of an action's entries should look like.

Generated from proto-schemas/audit/v1/action_schema.proto by generate.py: edits are lost.
"""

from typing import Annotated

from pydantic import Field

from contracts.markers import NullRefused
from contracts.message import Message
from contracts.scalars import Int32, Struct, Timestamp


class ActionSchema(Message):
    """One version of an action's schema; published ones never change."""

    action: Annotated[str, Field(description="The action.")] = ""

    number: Annotated[
        Int32,
        Field(
            description="Which version this is, from 1; an entry may name the one that it keeps."
        ),
    ] = 0

    metadata_schema: Annotated[
        Struct,
        Field(
            alias="metadataSchema",
            description="JSON Schema (2020-12 unless it says otherwise) for the metadata.",
        ),
    ]

    strict_sources: Annotated[
        list[str],
        Field(
            alias="strictSources",
            description=(
                "Sources whose entries are refused when they break it; * for all. Others' are "
                "flagged."
            ),
        ),
    ] = []

    created_at: Annotated[Timestamp, Field(alias="createdAt", description="When it was published.")]

    retired_at: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(
            alias="retiredAt",
            description="When it ceased to be checked; only the latest version can.",
        ),
    ] = None
