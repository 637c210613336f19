"""How segments are stored."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

from chassis import OutboxEntry, StoredDocument, outbox_index
from contracts.flag.v1 import Segment
from contracts.scalars import Timestamp
from flags.records import segment_key, segment_record
from pydantic import Field
from pymongo import IndexModel


class SegmentDocument(StoredDocument, Segment, extra="ignore"):
    """A segment with what only the store needs; its `_id` is its key."""

    # A removed segment keeps its place: its key's next owner must be newer in every evaluator.
    removed_at: Annotated[Timestamp | None, Field(alias="removedAt")] = None

    class Settings:
        """Found and listed by `_id`."""

        name = "segments"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [outbox_index()]

    def projections(self) -> Sequence[OutboxEntry]:
        """Publish what evaluators hold with every write."""
        held = Segment.read(self.storable()) if self.removed_at is None else None
        record = segment_record(held, version=self.version)
        return [
            OutboxEntry(
                kind="flags", subject=segment_key(self.key), payload=record.dump_json().decode()
            )
        ]
