"""A file of entries that proves itself.

Generated from proto-schemas/audit/v1/export.proto by generate.py: edits are lost.
"""

from typing import Annotated, Literal

from pydantic import Field

from contracts.audit.v1.filter import EntryFilter
from contracts.markers import NullRefused
from contracts.message import Message
from contracts.scalars import Double, Int32, Integer, Timestamp, Uuid


class Export(Message):
    """An export: a job that writes a file, and the file for as long as it is kept."""

    id: Annotated[Uuid, Field(description="Its id.")]

    format: Annotated[
        Literal["csv", "jsonl", "ocsf", "cloudevents"],
        Field(description="What each entry is written as."),
    ]

    filter: Annotated[EntryFilter, Field(description="Which entries.")]

    tenant_slug: Annotated[
        str,
        Field(
            alias="tenantSlug",
            description=(
                "The tenant whose entries alone it holds; empty for a partner's or an "
                "operator's export."
            ),
        ),
    ] = ""

    partner_slug: Annotated[
        str,
        Field(
            alias="partnerSlug",
            description="The partner whose tenants' entries alone it holds; empty for others.",
        ),
    ] = ""

    requested_by: Annotated[
        str, Field(alias="requestedBy", description="Who asked for it, by id.")
    ] = ""

    state: Annotated[
        Literal["queued", "running", "done", "failed", "expired"],
        Field(description="How far it is. An expired one has no file any more."),
    ]

    reason: Annotated[str, Field(description="Why it failed; empty otherwise.")] = ""

    log_size: Annotated[
        Integer,
        Field(
            alias="logSize",
            description=(
                "How many entries the log had when it was asked for: later ones are in no case "
                "part of it."
            ),
        ),
    ] = 0

    progress: Annotated[
        Double, Field(description="How much of the log has been looked through, from 0 to 1.")
    ] = 0.0

    entries: Annotated[Integer, Field(description="How many entries it holds so far.")] = 0

    bytes: Annotated[Integer, Field(description="How large the file is; 0 until there is one.")] = 0

    created_at: Annotated[
        Timestamp,
        Field(
            alias="createdAt",
            description=(
                "When it was asked for; times relative to now in its filter are relative to this."
            ),
        ),
    ]

    finished_at: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(alias="finishedAt", description="When the file was complete, or the job failed."),
    ] = None

    expires_at: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(alias="expiresAt", description="When the file is removed."),
    ] = None

    download: Annotated[
        str | None,
        NullRefused(),
        Field(
            description=(
                "Where the file is, for whoever has this link; only while there is one, and "
                "only when a single export is read."
            )
        ),
    ] = None

    download_until: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(
            alias="downloadUntil",
            description="Until when that link is good. Reading the export again gives a new one.",
        ),
    ] = None

    version: Annotated[Int32, Field(description="Grows with each change.")] = 0
