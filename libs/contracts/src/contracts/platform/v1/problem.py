"""How every refusal reads, over HTTP and over the bus.

Generated from proto-schemas/platform/v1/problem.proto by generate.py: edits are lost.
"""

from typing import Annotated

from pydantic import Field

from contracts.markers import NullRefused
from contracts.message import Message
from contracts.scalars import Int32, Number


class FieldError(Message):
    """One field that was refused, and the rule it broke."""

    field: Annotated[
        str, Field(description="Path of the field as the caller wrote it, e.g. domains.0.")
    ] = ""

    message: Annotated[str, Field(description="The rule it broke, in words.")] = ""

    column: Annotated[
        Int32 | None,
        NullRefused(),
        Field(
            description="Where in the field's text, counted from 1; absent when it is about the whole."
        ),
    ] = None


class Problem(Message):
    """A refusal (RFC 9457)."""

    type: Annotated[
        str, Field(description="Kind of problem; about:blank unless a page describes it.")
    ] = ""

    title: Annotated[str, Field(description="The HTTP status in words.")] = ""

    status: Annotated[int, Field(ge=400, le=599, description="The HTTP status."), Number]

    detail: Annotated[str, Field(description="What happened and what to do about it.")] = ""

    reason: Annotated[
        str, Field(pattern="^[a-z][a-z0-9_]*$", description="Stable snake_case name of the cause.")
    ]

    request_id: Annotated[
        str, Field(alias="requestId", description="The request this answers.")
    ] = ""

    errors: Annotated[
        list[FieldError], Field(description="Refused fields, when the cause lies in fields.")
    ] = []

    retry_after_seconds: Annotated[
        Int32,
        Field(
            alias="retryAfterSeconds",
            description="Seconds after which trying again makes sense; 0 when unknown.",
        ),
    ] = 0
