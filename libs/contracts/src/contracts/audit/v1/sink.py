"""Where entries go besides.

Generated from proto-schemas/audit/v1/sink.proto by generate.py: edits are lost.
"""

from typing import Annotated, Literal

from pydantic import Field

from contracts.audit.v1.filter import EntryFilter
from contracts.markers import NullRefused
from contracts.message import Message
from contracts.scalars import Boolean, Int32, Integer, Timestamp, Uuid


class SinkHealth(Message):
    """How far a sink has come, and what keeps it."""

    state: Annotated[
        Literal["ok", "failing", "paused"],
        Field(
            description=(
                "ok: it has everything there is, or gets it right now; failing: the last "
                "attempt failed; paused."
            )
        ),
    ]

    index: Annotated[
        Integer,
        Field(
            description=(
                "The index of the last entry that it has, or that its filter passed over; -1 "
                "for none."
            )
        ),
    ] = 0

    behind: Annotated[
        Integer, Field(description="How many entries of the log are behind that.")
    ] = 0

    delivered: Annotated[
        Integer, Field(description="How many entries it was given, repeats included.")
    ] = 0

    delivered_at: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(alias="deliveredAt", description="When it last took something."),
    ] = None

    failures: Annotated[Int32, Field(description="Attempts that failed since then.")] = 0

    error: Annotated[
        str, Field(description="What the last one failed by; empty when it didn't.")
    ] = ""

    next_attempt_at: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(alias="nextAttemptAt", description="When it is tried again."),
    ] = None


class Sink(Message):
    """A system of somebody's that gets every entry of a filter, once at least and in order. Its
    secret is never shown.
    """

    id: Annotated[Uuid, Field(description="Made by us.")]

    name: Annotated[str, Field(max_length=100, description="What people call it.")] = ""

    kind: Annotated[
        Literal["https", "splunk_hec", "syslog", "objects"],
        Field(
            description=(
                "How it is spoken to: https (signed per Standard Webhooks), splunk_hec, syslog "
                "(RFC 5424 over TLS), objects (S3, or a folder that the installation gives)."
            )
        ),
    ]

    url: Annotated[
        str,
        Field(
            max_length=1000,
            description=(
                "Where: a URL of https (or http), of tls with host and port (syslog), of s3 "
                "with bucket and prefix, or folder:name."
            ),
        ),
    ] = ""

    filter: Annotated[EntryFilter, Field(description="Which entries it gets.")]

    certificates: Annotated[
        str,
        Field(
            description="Certificates (PEM) to trust besides the system's: of a private authority."
        ),
    ] = ""

    endpoint: Annotated[
        str, Field(description="Of objects: the store's address where it isn't Amazon's.")
    ] = ""

    region: Annotated[str, Field(description="Of objects: the region.")] = ""

    paused: Annotated[
        Boolean, Field(description="Whether it gets nothing at the moment, on somebody's word.")
    ] = False

    reason: Annotated[str, Field(description="Why it is paused.")] = ""

    health: Annotated[SinkHealth | None, NullRefused(), Field(description="How it does.")] = None

    created_at: Annotated[Timestamp, Field(alias="createdAt", description="When it was made.")]

    updated_at: Annotated[
        Timestamp, Field(alias="updatedAt", description="When it was last changed.")
    ]

    version: Annotated[Int32, Field(description="Grows with every change; the ETag.")] = 0
