"""What the health service tells others.

Generated from proto-schemas/health/v1/events.proto by generate.py: edits are lost.
"""

from typing import Annotated

from pydantic import Field

from contracts.message import Message
from contracts.scalars import Timestamp


class StatusChanged(Message):
    """A target's status changed."""

    target_id: Annotated[str, Field(alias="targetId", description="The target's id.")] = ""

    name: Annotated[str, Field(description="Display name.")] = ""

    before: Annotated[str, Field(description="What it was.")] = ""

    after: Annotated[str, Field(description="What it is.")] = ""

    at: Annotated[Timestamp, Field(description="When.")]


class IncidentChanged(Message):
    """An incident changed."""

    incident_id: Annotated[str, Field(alias="incidentId", description="The incident's id.")] = ""

    title: Annotated[str, Field(description="What it is, in a line.")] = ""

    status: Annotated[str, Field(description="Where it stands.")] = ""

    target_id: Annotated[
        str, Field(alias="targetId", description="The target that is the root cause.")
    ] = ""

    at: Annotated[Timestamp, Field(description="When.")]
