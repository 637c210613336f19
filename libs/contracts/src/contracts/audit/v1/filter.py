"""Which entries something is about: the same fields as the list's query parameters.

Generated from proto-schemas/audit/v1/filter.proto by generate.py: edits are lost.
"""

from typing import Annotated, Literal

from pydantic import Field

from contracts.markers import NullRefused
from contracts.message import Message
from contracts.scalars import Boolean, Timestamp


class EntryFilter(Message):
    """What entries have in common; everything combines by and."""

    since: Annotated[
        Timestamp | None, NullRefused(), Field(description="At or after this time.")
    ] = None

    until: Annotated[Timestamp | None, NullRefused(), Field(description="Before this time.")] = None

    action: Annotated[
        str | None,
        NullRefused(),
        Field(
            max_length=200,
            pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*(\.\*)?$",
            description="An action, exact, or by its beginning: tenant.*",
        ),
    ] = None

    tenant_slug: Annotated[
        str | None,
        NullRefused(),
        Field(alias="tenantSlug", max_length=63, description="A tenant's slug."),
    ] = None

    partner_slug: Annotated[
        str | None,
        NullRefused(),
        Field(alias="partnerSlug", max_length=63, description="A partner's slug."),
    ] = None

    actor_email: Annotated[
        str | None,
        NullRefused(),
        Field(alias="actorEmail", max_length=500, description="An actor's email address."),
    ] = None

    outcome: Annotated[
        Literal["success", "failure", "denied"] | None,
        NullRefused(),
        Field(description="How it ended."),
    ] = None

    source: Annotated[
        str | None, NullRefused(), Field(max_length=63, description="The system it happened in.")
    ] = None

    q: Annotated[
        str | None,
        NullRefused(),
        Field(
            max_length=500,
            description=(
                "A query: fields (action:tenant.* actor:ann@acme.example tenant:acme "
                "outcome:failure,denied source:authentik at:>2026-11-01), each with a minus to "
                'exclude it, words by their beginnings, and "whole words" in quotes.'
            ),
        ),
    ] = None

    frequent: Annotated[
        Boolean | None,
        NullRefused(),
        Field(description="Also entries so frequent that they are out of sight, like mail flow."),
    ] = None
