"""A message that could not be processed: kept with its reason until somebody replays it.

Generated from proto-schemas/audit/v1/dead_letter.proto by generate.py: edits are lost.
"""

from typing import Annotated

from pydantic import Field

from contracts.message import Message
from contracts.scalars import Int32, Integer, Key, Timestamp, Uuid


class DeadLetter(Message):
    """A message, why it failed, and what became of it."""

    id: Annotated[Uuid, Field(description="Identity, a UUID.")]

    stream: Annotated[str, Field(description="The stream it came from.")] = ""

    durable: Annotated[str, Field(description="The consumer that gave it up.")] = ""

    subject: Annotated[str, Field(description="The subject it was published to.")] = ""

    body: Annotated[
        str,
        Field(
            description=(
                "Its body as text, shown up to 64 Ki characters; what isn't UTF-8 is shown escaped."
            )
        ),
    ] = ""

    headers: Annotated[dict[Key, str], Field(description="Its headers.")] = {}

    reason: Annotated[str, Field(description="Why it was given up.")] = ""

    deliveries: Annotated[Int32, Field(description="How often it was delivered.")] = 0

    sequence: Annotated[Integer, Field(description="Its place in the stream it came from.")] = 0

    at: Annotated[Timestamp, Field(description="When it was given up.")]

    replayed_at: Annotated[
        Timestamp | None,
        Field(alias="replayedAt", description="When it was replayed; absent while it waits."),
    ] = None

    version: Annotated[Int32, Field(description="Grows by one with every change.")] = 0

    body_bytes: Annotated[
        Int32, Field(alias="bodyBytes", description="How many bytes the body has, shown or not.")
    ] = 0
