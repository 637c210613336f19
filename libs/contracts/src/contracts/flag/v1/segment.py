"""A named group of tenants that flags share.

Generated from proto-schemas/flag/v1/segment.proto by generate.py: edits are lost.
"""

from typing import Annotated

from pydantic import Field

from contracts.flag.v1.targeting import Rule, Scope
from contracts.message import Message
from contracts.scalars import Int32, Timestamp


class Segment(Message):
    """Whoever matches every non-empty axis of the scope and every rule; a segment without either
    holds nobody.
    """

    key: Annotated[
        str, Field(pattern="^[a-z][a-z0-9_]{1,63}$", description="Immutable short name.")
    ]

    description: Annotated[str, Field(max_length=2000, description="Who they are, for people.")] = (
        ""
    )

    scope: Annotated[Scope, Field(description="Allowlists.")]

    rules: Annotated[
        list[Rule], Field(max_length=50, description="Conditions that all must hold.")
    ] = []

    created_at: Annotated[
        Timestamp, Field(alias="createdAt", description="When the segment was created.")
    ]

    updated_at: Annotated[
        Timestamp, Field(alias="updatedAt", description="When the segment last changed.")
    ]

    version: Annotated[Int32, Field(description="Grows by one with every write; the ETag.")] = 0
