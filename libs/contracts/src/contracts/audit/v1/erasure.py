"""A person's erasure from the audit log, and the certificate of it.

Generated from proto-schemas/audit/v1/erasure.proto by generate.py: edits are lost.
"""

from typing import Annotated, Literal

from pydantic import Field

from contracts.markers import NullRefused
from contracts.message import Message
from contracts.scalars import Int32, Timestamp, Uuid


class ErasedCount(Message):
    """How many entries."""

    value: Annotated[str, Field(description="Of what.")] = ""

    entries: Annotated[Int32, Field(description="How many.")] = 0


class Remainder(Message):
    """Where something may still be readable."""

    place: Annotated[str, Field(description="The place.")] = ""

    until: Annotated[
        Timestamp | None, Field(description="Until when; absent for nobody knows.")
    ] = None

    what: Annotated[str, Field(description="What it is.")] = ""


class Erasure(Message):
    """What was erased, when, by whom, why, and what remains until when. It tells nothing of the
    person.
    """

    id: Annotated[Uuid, Field(description="Identity, a UUID.")]

    status: Annotated[
        Literal["erasing", "erased"],
        Field(
            description=(
                "Erasing until the keys are destroyed and everything was counted; seconds, also "
                "after a crash."
            )
        ),
    ]

    reason: Annotated[str, Field(description="Why, as it was given.")] = ""

    at: Annotated[Timestamp, Field(description="When it was asked for.")]

    by: Annotated[str, Field(description="Who asked, by id.")] = ""

    erased_at: Annotated[
        Timestamp | None, NullRefused(), Field(alias="erasedAt", description="When it was done.")
    ] = None

    people: Annotated[
        list[str],
        Field(description="Whose keys were destroyed: their ids, as stored entries name them."),
    ] = []

    entries: Annotated[Int32, Field(description="How many entries told of the person.")] = 0

    tenants: Annotated[
        list[ErasedCount],
        Field(description="How many by tenant; those without one stand under the empty value."),
    ] = []

    fields: Annotated[list[ErasedCount], Field(description="How many by field.")] = []

    related: Annotated[
        Int32,
        Field(
            description="Other people who are known by an id that was seen beside this one, and stay."
        ),
    ] = 0

    remainders: Annotated[
        list[Remainder], Field(description="Where what is readable may still be, and until when.")
    ] = []

    certificate: Annotated[
        str, Field(description="All of this as a note, signed with the log's key.")
    ] = ""

    archived: Annotated[
        Int32,
        Field(
            description=(
                "How many of the entries are in the archive; they are counted, but not by field."
            )
        ),
    ] = 0

    public_key: Annotated[
        str, Field(alias="publicKey", description="The public key that verifies the certificate.")
    ] = ""
