"""How flags are stored."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

from chassis import OutboxEntry, StoredDocument, outbox_index
from contracts.flag.v1 import Flag
from contracts.scalars import Timestamp
from flags.records import flag_key, flag_record
from pydantic import Field
from pymongo import ASCENDING, IndexModel

_MOST_MARKS = 50


class FlagDocument(StoredDocument, Flag, extra="ignore"):
    """A flag with what only the store needs; its `_id` is its key."""

    # Words, for the text search.
    search: list[str] = Field(default_factory=list)
    # What schedules (their steps) and change requests (their versions) have done: each counts once.
    marks: dict[str, int] = Field(default_factory=dict)
    # A removed flag keeps its place: its key's next owner must be newer in every evaluator.
    removed_at: Annotated[Timestamp | None, Field(alias="removedAt")] = None

    class Settings:
        """Each index serves the query named beside it; by key there is `_id`."""

        name = "flags"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [
            outbox_index(),
            # list by state
            IndexModel([("state", ASCENDING), ("_id", ASCENDING)], name="state_key"),
            # list by tag
            IndexModel([("tags", ASCENDING), ("_id", ASCENDING)], name="tags_key"),
        ]

    def mark(self, identity: str, step: int) -> bool:
        """Note that `step` of somebody's is made; false when it was made before."""
        if self.marks.get(identity, -1) >= step:
            return False
        others = [(key, made) for key, made in self.marks.items() if key != identity]
        self.marks = dict([*others[1 - _MOST_MARKS :], (identity, step)])
        return True

    def projections(self) -> Sequence[OutboxEntry]:
        """Publish what evaluators hold with every write."""
        held = Flag.read(self.storable()) if self.removed_at is None else None
        record = flag_record(held, version=self.version)
        return [
            OutboxEntry(
                kind="flags", subject=flag_key(self.key), payload=record.dump_json().decode()
            )
        ]
