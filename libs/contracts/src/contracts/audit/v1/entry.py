"""One fact on the audit timeline.

Generated from proto-schemas/audit/v1/entry.proto by generate.py: edits are lost.
"""

from typing import Annotated, Literal

from pydantic import Field

from contracts.markers import NullRefused
from contracts.message import Message
from contracts.scalars import Boolean, Int32, Integer, Struct, Timestamp, Uuid


class Entry(Message):
    """Who did what to which resource, when, from where, and how it ended."""

    id: Annotated[Uuid, Field(description="Random identity, a UUID; dedupes deliveries.")]

    at: Annotated[Timestamp, Field(description="When it happened.")]

    received_at: Annotated[
        Timestamp,
        Field(
            alias="receivedAt", description="When the platform first held it; the stream's time."
        ),
    ]

    sequence: Annotated[Integer, Field(description="Its place in the stream; gaps are normal.")] = 0

    actor_type: Annotated[
        Literal["user", "service", "system", "external", "anonymous"],
        Field(alias="actorType", description="What kind of actor acted."),
    ]

    actor_id: Annotated[
        str, Field(alias="actorId", max_length=500, description="The actor's id at its source.")
    ] = ""

    actor_email: Annotated[
        str, Field(alias="actorEmail", max_length=500, description="The actor's email address.")
    ] = ""

    actor_name: Annotated[
        str, Field(alias="actorName", max_length=500, description="The actor's display name.")
    ] = ""

    actor_ip: Annotated[
        str, Field(alias="actorIp", max_length=100, description="The address the actor came from.")
    ] = ""

    action: Annotated[
        str,
        Field(
            max_length=200,
            pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)+$",
            description="What was done: noun.past_tense.",
        ),
    ]

    outcome: Annotated[Literal["success", "failure", "denied"], Field(description="How it ended.")]

    resource_type: Annotated[
        str,
        Field(alias="resourceType", max_length=200, description="Kind of the resource acted on."),
    ] = ""

    resource_id: Annotated[
        str, Field(alias="resourceId", max_length=500, description="Its id.")
    ] = ""

    resource_name: Annotated[
        str, Field(alias="resourceName", max_length=500, description="Its name as people know it.")
    ] = ""

    tenant_slug: Annotated[
        str,
        Field(
            alias="tenantSlug",
            max_length=63,
            description="The tenant it belongs to; empty when none.",
        ),
    ] = ""

    partner_slug: Annotated[
        str,
        Field(
            alias="partnerSlug",
            max_length=63,
            description="The partner of that tenant at the time; empty when none.",
        ),
    ] = ""

    source: Annotated[
        str, Field(max_length=63, pattern="^[a-z0-9_-]+$", description="The system it happened in.")
    ]

    external_id: Annotated[
        str,
        Field(
            alias="externalId",
            max_length=500,
            description="The event's id in that system; unique per source.",
        ),
    ] = ""

    trace_id: Annotated[
        str, Field(alias="traceId", max_length=64, description="The trace it happened in.")
    ] = ""

    metadata: Annotated[
        Struct,
        Field(description='Whatever else is worth keeping; changed fields stand under "changes".'),
    ] = {}

    index: Annotated[
        Integer | None,
        NullRefused(),
        Field(
            description=(
                "Its place in the log, from 0 without gaps; told of single entries, absent "
                "until it is sealed."
            )
        ),
    ] = None

    hash: Annotated[
        str | None,
        NullRefused(),
        Field(description="SHA-256 over the previous entry's hash and this one as stored, hex."),
    ] = None

    prev_hash: Annotated[
        str | None,
        NullRefused(),
        Field(alias="prevHash", description="The previous entry's hash, hex."),
    ] = None

    sentence: Annotated[
        str | None,
        NullRefused(),
        Field(
            description=(
                'What happened, in words: "olga@dezky.example suspended Acme: unpaid invoice". '
                "Made when it is read, never stored."
            )
        ),
    ] = None

    archived: Annotated[
        Boolean | None,
        NullRefused(),
        Field(
            description=(
                "Whether retention has moved it to the archive; told when it is read, absent "
                "for those that stay."
            )
        ),
    ] = None

    schema_version: Annotated[
        Int32,
        Field(
            alias="schemaVersion",
            description=(
                "The version of the action's schema that the metadata was checked against; 0 "
                "for none."
            ),
        ),
    ] = 0

    schema_fault: Annotated[
        str,
        Field(
            alias="schemaFault", description="What the metadata breaks of it; empty for nothing."
        ),
    ] = ""
