"""The services on the bus and what waits for them.

Generated from proto-schemas/health/v1/fleet.proto by generate.py: edits are lost.
"""

from typing import Annotated, Literal

from pydantic import Field

from contracts.markers import NullRefused
from contracts.message import Message
from contracts.scalars import Double, Int32, Integer, Struct, Timestamp


class Instance(Message):
    """One running, or vanished, instance of a service."""

    id: Annotated[str, Field(description="The id that it gave itself.")] = ""

    service: Annotated[str, Field(description="The service's name.")] = ""

    version: Annotated[str, Field(description="Its version.")] = ""

    status: Annotated[
        Literal["running", "drained", "vanished"],
        Field(description="Where it stands: vanished means that it went without draining."),
    ]

    started_at: Annotated[
        Timestamp | None, NullRefused(), Field(alias="startedAt", description="When it started.")
    ] = None

    seen_at: Annotated[
        Timestamp | None, NullRefused(), Field(alias="seenAt", description="When it last answered.")
    ] = None

    uptime_seconds: Annotated[
        Double,
        Field(alias="uptimeSeconds", description="Seconds from its start until it last answered."),
    ] = 0.0

    requests: Annotated[Integer, Field(description="Requests answered.")] = 0

    errors: Annotated[Integer, Field(description="Requests refused or failed.")] = 0

    average_ms: Annotated[
        Double,
        Field(alias="averageMs", description="Milliseconds that one request took on average."),
    ] = 0.0

    last_error: Annotated[
        str, Field(alias="lastError", description="The last refusal, as code and reason.")
    ] = ""

    outbox_waiting: Annotated[
        Int32,
        Field(alias="outboxWaiting", description="Documents whose entries wait to be published."),
    ] = 0

    problem: Annotated[
        str,
        Field(description="What keeps it from working, in its own words; empty when nothing does."),
    ] = ""

    figures: Annotated[
        Struct, Field(description="What it tells of its work beyond the counts, by part.")
    ] = {}


class StreamLag(Message):
    """What waits for one durable reader of a stream."""

    stream: Annotated[str, Field(description="The stream.")] = ""

    durable: Annotated[str, Field(description="The durable reader.")] = ""

    pending: Annotated[Integer, Field(description="Messages not yet delivered.")] = 0

    unacknowledged: Annotated[
        Integer, Field(description="Messages delivered and not yet acknowledged.")
    ] = 0
