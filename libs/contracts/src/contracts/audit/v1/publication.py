"""What a publisher sends to audit.<source>.<tenant or _>.<action>, or many at once to
audit.<source>.<tenant, _ or ->.bulk.

Generated from proto-schemas/audit/v1/publication.proto by generate.py: edits are lost.
"""

from typing import Annotated, Literal

from pydantic import Field

from contracts.markers import NullRefused
from contracts.message import Message
from contracts.scalars import Number, Struct, Timestamp, Uuid


class Publication(Message):
    """An entry as its source tells it. Everything has a default; the subject names source, tenant
    and action, and a field that contradicts the subject sends the message to the dead letters.
    """

    id: Annotated[
        Uuid | None,
        NullRefused(),
        Field(
            description=(
                "Random identity, a UUID; when left out, the message id if that is one, else "
                "made from the stream's position."
            )
        ),
    ] = None

    at: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(description="When it happened; the time of receipt when left out."),
    ] = None

    actor_type: Annotated[
        Literal["user", "service", "system", "external", "anonymous"] | None,
        NullRefused(),
        Field(alias="actorType", description="What kind of actor acted; external when left out."),
    ] = None

    actor_id: Annotated[
        str | None,
        NullRefused(),
        Field(alias="actorId", max_length=500, description="The actor's id at its source."),
    ] = None

    actor_email: Annotated[
        str | None,
        NullRefused(),
        Field(alias="actorEmail", max_length=500, description="The actor's email address."),
    ] = None

    actor_name: Annotated[
        str | None,
        NullRefused(),
        Field(alias="actorName", max_length=500, description="The actor's display name."),
    ] = None

    actor_ip: Annotated[
        str | None,
        NullRefused(),
        Field(alias="actorIp", max_length=100, description="The address the actor came from."),
    ] = None

    action: Annotated[
        str | None,
        NullRefused(),
        Field(
            max_length=200,
            description="What was done; the subject says it, and the two must agree.",
        ),
    ] = None

    outcome: Annotated[
        Literal["success", "failure", "denied"] | None,
        NullRefused(),
        Field(description="How it ended; success when left out."),
    ] = None

    resource_type: Annotated[
        str | None,
        NullRefused(),
        Field(alias="resourceType", max_length=200, description="Kind of the resource acted on."),
    ] = None

    resource_id: Annotated[
        str | None, NullRefused(), Field(alias="resourceId", max_length=500, description="Its id.")
    ] = None

    resource_name: Annotated[
        str | None,
        NullRefused(),
        Field(alias="resourceName", max_length=500, description="Its name as people know it."),
    ] = None

    tenant_slug: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="tenantSlug",
            max_length=63,
            description="The tenant; the subject says it, and the two must agree.",
        ),
    ] = None

    partner_slug: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="partnerSlug",
            max_length=63,
            description="The partner of that tenant at the time.",
        ),
    ] = None

    source: Annotated[
        str | None,
        NullRefused(),
        Field(
            max_length=63, description="The system; the subject says it, and the two must agree."
        ),
    ] = None

    external_id: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="externalId",
            max_length=500,
            description="The event's id in that system; a second message with it is the same event.",
        ),
    ] = None

    trace_id: Annotated[
        str | None,
        NullRefused(),
        Field(alias="traceId", max_length=64, description="The trace it happened in."),
    ] = None

    metadata: Annotated[Struct, Field(description="Whatever else is worth keeping.")] = {}

    schema_version: Annotated[
        int | None,
        NullRefused(),
        Field(
            alias="schemaVersion",
            ge=1,
            le=2147483647,
            description=(
                "The version of the action's schema that the metadata keeps; the latest when "
                "left out."
            ),
        ),
        Number,
    ] = None


class BulkPublication(Message):
    """Many entries in one message, on the subject audit.<source>.<tenant or _>.bulk: each entry
    names its action. On audit.<source>.-.bulk each names its tenant too, or none. What is
    malformed among them becomes a dead letter by itself.
    """

    entries: Annotated[
        list[Publication],
        Field(min_length=1, max_length=500, description="In the order in which they happened."),
    ]
