"""A contract message as a MongoDB document, with the outbox inside it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Literal, Self, TypeVar

from beanie import Document
from bus.tracing import inject
from contracts.message import Message
from pydantic import BaseModel, Field
from pymongo import ASCENDING, IndexModel

from chassis.clock import now
from chassis.ids import uuid7

# Found by the sweep: only documents with something to publish are in this index, and the query
# must repeat the predicate for the planner to use it.
OUTBOX_PENDING = {"outbox.id": {"$gt": ""}}
# What isn't the document's own state: the relay's, and Beanie's.
_NOT_STATE = frozenset({"outbox", "revision_id"})


def _current_trace() -> dict[str, str]:
    """The relay publishes later, outside of the request, and its spans belong to that trace."""
    headers: dict[str, str] = {}
    inject(headers)
    return headers


class OutboxEntry(BaseModel):
    """One message to publish after the document is stored.

    `stream`: appended to the JetStream subject, deduplicated by `id`.
    A bucket's name: put under its key `subject` unless a newer version is there.
    """

    id: str = Field(default_factory=uuid7)
    kind: Literal["stream", "directory", "flags"] = "stream"
    subject: str
    # Text, not a sub-document: a payload may hold keys and numbers that BSON refuses.
    payload: str
    headers: dict[str, str] = Field(default_factory=_current_trace)
    at: datetime = Field(default_factory=now)


class StoredDocument(Document):
    """Base of every stored aggregate: identity, version, outbox."""

    id: str = Field(default_factory=uuid7, alias="_id")  # type: ignore[assignment]
    version: int = 1
    outbox: list[OutboxEntry] = Field(default_factory=list)

    # Stored names of what is written beside, without a version: saving leaves it as it is stored.
    noted: ClassVar[frozenset[str]] = frozenset()

    # Beanie's own __init__ drops `extra="ignore"` for nested messages and demands a live database.
    def __init__(self, **data: Any) -> None:
        if isinstance(self, Message):
            Message.__init__(self, **data)
        else:
            BaseModel.__init__(self, **data)

    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    class Settings:
        """Every collection is found by the sweep through one small index."""

        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = []

    @classmethod
    def model_validate(cls, obj: Any, **options: Any) -> Self:
        """Ignore, at every depth, fields that this version doesn't know."""
        stored: Self = super().model_validate(obj, **{"extra": "ignore", **options})
        return stored

    @classmethod
    def read_stored(cls, raw: Mapping[str, Any]) -> Self:
        """Build from what MongoDB returned."""
        return cls.model_validate(raw)

    def storable(self) -> dict[str, Any]:
        """Give what MongoDB keeps, but the outbox: only pushed to and pulled from."""
        stored: dict[str, Any] = self.model_dump(
            by_alias=True, exclude_none=True, exclude=set(_NOT_STATE)
        )
        return stored

    @classmethod
    def stored_names(cls) -> frozenset[str]:
        """Return the names under which `storable` gives fields, present or absent."""
        fields = cls.model_fields.items()
        return frozenset(field.alias or name for name, field in fields if name not in _NOT_STATE)

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
