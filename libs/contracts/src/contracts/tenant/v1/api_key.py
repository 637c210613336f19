"""Keys by which machines call.

Generated from proto-schemas/tenant/v1/api_key.proto by generate.py: edits are lost.
"""

from typing import Annotated, Literal

from pydantic import Field

from contracts.message import Message
from contracts.scalars import Timestamp, Uuid


class ApiKey(Message):
    """A key: what it may, for whom, and until when. The secret itself is told once and stored
    hashed.
    """

    id: Annotated[Uuid, Field(description="Its id, a UUID; the actor of what is done with it.")]

    name: Annotated[
        str, Field(min_length=1, max_length=100, description="What it is for, in people's words.")
    ]

    prefix: Annotated[
        str, Field(description="The beginning of the secret, by which its holder recognises it.")
    ] = ""

    scopes: Annotated[
        list[Literal["flags:evaluate", "audit:write", "metrics:read", "tenants:read"]],
        Field(description="What it opens."),
    ] = []

    tenant_slug: Annotated[
        str | None,
        Field(
            alias="tenantSlug",
            description="The tenant that it is bound to; absent when it is for the whole platform.",
        ),
    ] = None

    created_by: Annotated[
        str, Field(alias="createdBy", description="Who made it: a person's id.")
    ] = ""

    created_at: Annotated[Timestamp, Field(alias="createdAt", description="When it was made.")]

    expires_at: Annotated[
        Timestamp | None,
        Field(
            alias="expiresAt",
            description="Until when it opens anything; absent when it doesn't end by itself.",
        ),
    ] = None

    revoked_at: Annotated[
        Timestamp | None,
        Field(alias="revokedAt", description="When it was revoked; absent while it is good."),
    ] = None
