"""A contract message as a MongoDB document, with the outbox inside it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Literal, Self, TypeVar

from beanie import Document
from contracts.message import Message
from pydantic import BaseModel, Field
from pymongo import ASCENDING, IndexModel

from chassis.clock import now
from chassis.ids import uuid7

# Found by the sweep: only documents with something to publish are in this index, and the query
# must repeat the predicate for the planner to use it.
OUTBOX_PENDING = {"outbox.id": {"$gt": ""}}


class OutboxEntry(BaseModel):
    """One message to publish after the document is stored.

    `stream`: appended to the JetStream subject, deduplicated by `id`.
    `directory`: put under the key `subject` of the directory bucket unless a newer version is there.
    """

    id: str = Field(default_factory=uuid7)
    kind: Literal["stream", "directory"] = "stream"
    subject: str
    # Text, not a sub-document: a payload may hold keys and numbers that BSON refuses.
    payload: str
    headers: dict[str, str] = Field(default_factory=dict)
    at: datetime = Field(default_factory=now)


class StoredDocument(Document):
    """Base of every stored aggregate: identity, version, outbox."""

    id: str = Field(default_factory=uuid7, alias="_id")  # type: ignore[assignment]
    version: int = 1
    outbox: list[OutboxEntry] = Field(default_factory=list)

    # Beanie's own __init__ drops `extra="ignore"` for nested messages and demands a live database.
    def __init__(self, **data: Any) -> None:
        BaseModel.__init__(self, **data)

    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    class Settings:
        """Every collection is found by the sweep through one small index."""

        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = []

    @classmethod
    def read_stored(cls, raw: dict[str, Any]) -> Self:
        """Build from what MongoDB returned; fields that this version doesn't know are ignored."""
        stored: Self = cls.model_validate(raw, extra="ignore")
        return stored

    def projections(self) -> Sequence[OutboxEntry]:
        """Return the read-model entries that every write of this document publishes."""
        return ()


def outbox_index() -> IndexModel:
    """Return the index that the sweep uses; every StoredDocument's `indexes` starts with it."""
    return IndexModel(
        [("outbox.id", ASCENDING)],
        name="outbox_pending",
        partialFilterExpression=OUTBOX_PENDING,
    )


M = TypeVar("M", bound=Message)


def as_contract(contract: type[M], raw: Mapping[str, Any]) -> M:
    """Turn what MongoDB returned into the contract's message: replies never show a document."""
    return contract.read({**raw, "id": raw["_id"]})
