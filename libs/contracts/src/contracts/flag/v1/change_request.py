"""A change of a flag that somebody else looks at before it is made.

Generated from proto-schemas/flag/v1/change_request.proto by generate.py: edits are lost.
"""

from typing import Annotated, Literal

from pydantic import Field

from contracts.markers import NullRefused
from contracts.message import Message
from contracts.scalars import Boolean, Int32, Key, Struct, Timestamp, Uuid, Value


class Difference(Message):
    """One field, three ways: a conflict when base and current differ."""

    field: Annotated[str, Field(description="The field.")] = ""

    base: Annotated[
        Value | None,
        NullRefused(),
        Field(description="As it was when the draft was written; absent is empty."),
    ] = None

    current: Annotated[Value | None, NullRefused(), Field(description="As it is now.")] = None

    proposed: Annotated[Value | None, NullRefused(), Field(description="As the draft sets it.")] = (
        None
    )

    conflicting: Annotated[Boolean, Field(description="Somebody else changed it meanwhile.")] = (
        False
    )


class ChangeRequest(Message):
    """From draft to applied. It holds for the revision it was written against, and for the tenants
    that it was shown to switch.
    """

    id: Annotated[Uuid, Field(description="Its identity.")]

    flag_key: Annotated[str, Field(alias="flagKey", description="The flag that is to change.")] = ""

    title: Annotated[str, Field(description="What is to change, for people.")] = ""

    draft: Annotated[Struct, Field(description="The fields of the flag that are to be set.")] = {}

    status: Annotated[
        Literal["draft", "in_review", "approved", "rejected", "applied", "withdrawn"],
        Field(
            description=(
                "draft: being written. in_review: waits for somebody else. approved: may be "
                "applied. The others: over."
            )
        ),
    ]

    base_revision: Annotated[
        Int32,
        Field(
            alias="baseRevision",
            description="The flag's revision that the draft was written against.",
        ),
    ] = 0

    digest: Annotated[str, Field(description="Names exactly the tenants that it switches.")] = ""

    counts: Annotated[
        dict[Key, Int32],
        Field(
            description=(
                "How many tenants it switches: on, off, variant, and tenants (all that there are)."
            )
        ),
    ] = {}

    author_id: Annotated[str, Field(alias="authorId", description="The id of who wrote it.")] = ""

    author: Annotated[str, Field(description="The email address of who wrote it.")] = ""

    reviewer: Annotated[
        str, Field(description="The email address of who decided; empty before.")
    ] = ""

    comment: Annotated[str, Field(description="What the reviewer wrote.")] = ""

    differences: Annotated[
        list[Difference],
        Field(
            description=(
                "Each drafted field as it was, as it is, and as it would be. Read alone, not in "
                "lists."
            )
        ),
    ] = []

    created_at: Annotated[Timestamp, Field(alias="createdAt", description="When it was written.")]

    updated_at: Annotated[Timestamp, Field(alias="updatedAt", description="When it last changed.")]

    version: Annotated[Int32, Field(description="Grows by one with every write; the ETag.")] = 0
