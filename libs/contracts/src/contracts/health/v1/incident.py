"""What went wrong, from its beginning to its end.

Generated from proto-schemas/health/v1/incident.proto by generate.py: edits are lost.
"""

from typing import Annotated, Literal

from pydantic import Field

from contracts.markers import NullRefused
from contracts.message import Message
from contracts.scalars import Boolean, Int32, Timestamp, Uuid


class IncidentNote(Message):
    """One line of an incident's timeline."""

    at: Annotated[Timestamp, Field(description="When.")]

    author: Annotated[
        str, Field(description="Who: a person's name or address; empty for the system.")
    ] = ""

    kind: Annotated[
        Literal["opened", "acknowledged", "note", "closed"], Field(description="What they did.")
    ]

    text: Annotated[str, Field(description="In words.")] = ""


class Incident(Message):
    """An incident."""

    id: Annotated[Uuid, Field(description="Identity, a UUID.")]

    title: Annotated[str, Field(description="What it is, in a line.")] = ""

    status: Annotated[
        Literal["open", "acknowledged", "closed"], Field(description="Where it stands.")
    ]

    target_id: Annotated[
        str,
        Field(
            alias="targetId",
            description="The target that is the root cause; empty when opened by hand for none.",
        ),
    ] = ""

    affected_targets: Annotated[
        list[str], Field(alias="affectedTargets", description="Targets that fail because of it.")
    ] = []

    affected_tenants: Annotated[
        list[str],
        Field(
            alias="affectedTenants",
            description="Tenants that want the integrations of these targets.",
        ),
    ] = []

    manual: Annotated[Boolean, Field(description="Opened by hand: closed by hand.")] = False

    opened_at: Annotated[Timestamp, Field(alias="openedAt", description="When it began.")]

    acknowledged_at: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(alias="acknowledgedAt", description="When somebody took it."),
    ] = None

    acknowledged_by: Annotated[str, Field(alias="acknowledgedBy", description="Who took it.")] = ""

    closed_at: Annotated[
        Timestamp | None, NullRefused(), Field(alias="closedAt", description="When it ended.")
    ] = None

    notes: Annotated[list[IncidentNote], Field(description="What happened, the oldest first.")] = []

    version: Annotated[Int32, Field(description="Grows by one with every change.")] = 0
