"""Saved searches.

Generated from proto-schemas/audit/v1/search.proto by generate.py: edits are lost.
"""

from typing import Annotated

from pydantic import Field

from contracts.audit.v1.filter import EntryFilter
from contracts.message import Message
from contracts.scalars import Boolean, Int32, Timestamp, Uuid


class Search(Message):
    """A filter with a name, for its owner or for everybody who sees the same entries."""

    id: Annotated[Uuid, Field(description="Made by us.")]

    name: Annotated[str, Field(max_length=100, description="What people call it.")] = ""

    filter: Annotated[EntryFilter, Field(description="Which entries it finds.")]

    shared: Annotated[
        Boolean,
        Field(
            description=(
                "Also for the others: all operators, or everybody of the partner, or who runs "
                "the tenant."
            )
        ),
    ] = False

    owner_id: Annotated[
        str, Field(alias="ownerId", description="Whose it is: only they change it.")
    ] = ""

    tenant_slug: Annotated[
        str,
        Field(
            alias="tenantSlug",
            description="Of a shared one: the tenant whose owners and admins see it; empty elsewhere.",
        ),
    ] = ""

    partner_slug: Annotated[
        str,
        Field(
            alias="partnerSlug",
            description="Of a shared one: the partner whose people see it; empty elsewhere.",
        ),
    ] = ""

    mine: Annotated[Boolean, Field(description="Whether it is the caller's own.")] = False

    created_at: Annotated[Timestamp, Field(alias="createdAt", description="When it was saved.")]

    updated_at: Annotated[
        Timestamp, Field(alias="updatedAt", description="When it was last changed.")
    ]

    version: Annotated[Int32, Field(description="Grows with every change; the ETag.")] = 0
