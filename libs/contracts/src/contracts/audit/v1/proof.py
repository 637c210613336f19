"""What proves that an entry is in a log, and that a log only grows (RFC 6962, C2SP).

Generated from proto-schemas/audit/v1/proof.proto by generate.py: edits are lost.
"""

from typing import Annotated

from pydantic import Field

from contracts.markers import NullRefused
from contracts.message import Message
from contracts.scalars import Integer, Timestamp, Uuid


class Checkpoint(Message):
    """A log's signed size and root."""

    origin: Annotated[
        str,
        Field(
            description=(
                "The log's name, and that of the key's: the platform's own, or it and "
                "/tenant/<slug>."
            )
        ),
    ] = ""

    size: Annotated[Integer, Field(description="How many entries it has.")] = 0

    root_hash: Annotated[
        str, Field(alias="rootHash", description="The root of its tree, base64.")
    ] = ""

    at: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(description="When it was signed; absent while the log is empty."),
    ] = None

    note: Annotated[
        str, Field(description="The checkpoint as a signed note (C2SP tlog-checkpoint).")
    ] = ""

    public_key: Annotated[
        str,
        Field(
            alias="publicKey",
            description="The key that verifies it. Who checks proofs has it from elsewhere.",
        ),
    ] = ""


class LogProof(Message):
    """An entry's place in one log."""

    origin: Annotated[str, Field(description="The log's name.")] = ""

    index: Annotated[Integer, Field(description="The entry's index, from 0.")] = 0

    size: Annotated[Integer, Field(description="The size of the log that the proof is for.")] = 0

    text: Annotated[str, Field(description="The proof with its checkpoint (C2SP tlog-proof).")] = ""


class EntryProof(Message):
    """All that proves an entry."""

    id: Annotated[Uuid, Field(description="The entry's id.")]

    text: Annotated[
        str,
        Field(
            description=(
                "The entry as it is stored, personal fields encrypted, as canonical JSON (RFC "
                "8785): the logs' leaf."
            )
        ),
    ] = ""

    hash: Annotated[str, Field(description="SHA-256 over the previous hash and the text, hex.")] = (
        ""
    )

    prev_hash: Annotated[
        str, Field(alias="prevHash", description="The hash of the entry before, hex.")
    ] = ""

    logs: Annotated[
        list[LogProof], Field(description="In everybody's log, and in the tenant's if it has one.")
    ] = []


class Consistency(Message):
    """That a log's beginning has stayed the same."""

    origin: Annotated[str, Field(description="The log's name.")] = ""

    from_size: Annotated[Integer, Field(alias="from", description="The smaller size.")] = 0

    to_size: Annotated[Integer, Field(alias="to", description="The larger size.")] = 0

    from_root: Annotated[
        str, Field(alias="fromRoot", description="The root at the smaller size, base64.")
    ] = ""

    to_root: Annotated[
        str, Field(alias="toRoot", description="The root at the larger size, base64.")
    ] = ""

    hashes: Annotated[
        list[str], Field(description="The proof's hashes (RFC 6962 2.1.2), base64.")
    ] = []
