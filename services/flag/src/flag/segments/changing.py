"""The one way a segment is changed, by people and by files."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from chassis import AuditTrail, Clock, OutboxEntry, now
from contracts.flag.v1 import Segment
from flags import Flags
from flags.records import segment_key, segment_record
from flags.refusals import FlagRefused
from flags.segments import compiled_segment

from flag.history import between
from flag.segments import rules
from flag.segments.documents import SegmentDocument
from flag.segments.store import SegmentStore

Edit = Callable[[SegmentDocument], None]


def checked(segment: Segment) -> Segment:
    """Give the segment back if it can be compiled."""
    try:
        compiled_segment(segment)
    except FlagRefused as refused:
        raise rules.malformed(refused) from None
    return segment


class SegmentChanging:
    """Edits a segment, checks it, and stores it with its entry."""

    def __init__(
        self, store: SegmentStore, audit: AuditTrail, flags: Flags, *, clock: Clock = now
    ) -> None:
        self._store = store
        self._audit = audit
        self._flags = flags
        self._clock = clock

    async def prime(self) -> None:
        """Know every segment before the first change, whatever the bus has kept of them."""
        async for document in self._store.everything_of_all():
            self._tell(document)

    async def create(
        self, segment: Segment, *, note: str, cause: Mapping[str, Any] | None = None
    ) -> Segment:
        """Store a new segment; the key of a removed one may be used again."""
        stored = checked(segment).storable() | {"_id": segment.key, "version": 1}
        document = SegmentDocument.read_stored(stored)
        entry = self._entry("created", None, document, note, cause)
        if await self._store.insert(document, [entry]):
            return self._tell(document)

        def decide(old: SegmentDocument) -> Sequence[OutboxEntry]:
            for name in set(Segment.model_fields) - {"version"}:
                setattr(old, name, getattr(segment, name))
            old.removed_at = None
            return [self._entry("created", None, old, note, cause)]

        return self._tell(await self._store.change(segment.key, decide, is_removed=True))

    async def change(
        self, key: str, edit: Edit, *, note: str, cause: Mapping[str, Any] | None = None
    ) -> Segment:
        """Load, edit, check, save; no difference, no write."""

        def decide(segment: SegmentDocument) -> Sequence[OutboxEntry]:
            before = _snapshot(segment)
            edit(segment)
            if checked(_snapshot(segment)) == before:
                return ()
            segment.updated_at = self._clock()
            return [self._entry("updated", before, segment, note, cause)]

        return self._tell(await self._store.change(key, decide))

    async def remove(self, key: str, *, note: str) -> Segment:
        """Take a segment away."""
        removed: list[Segment] = []

        def decide(segment: SegmentDocument) -> Sequence[OutboxEntry]:
            removed[:] = [_snapshot(segment)]
            segment.removed_at = self._clock()
            return [self._entry("removed", removed[0], segment, note, None)]

        self._tell(await self._store.change(key, decide))
        return removed[0]

    def _entry(
        self,
        verb: str,
        before: Segment | None,
        after: SegmentDocument,
        note: str,
        cause: Mapping[str, Any] | None,
    ) -> OutboxEntry:
        told = {"changes": between(before, _snapshot(after)), **(cause or {})}
        return self._audit.entry(
            f"segment.{verb}",
            resource_type="segment",
            resource_id=after.key,
            resource_name=after.key,
            metadata=told | ({"note": note} if note else {}),
        )

    def _tell(self, document: SegmentDocument) -> Segment:
        """Let this process evaluate at once what it has just written."""
        segment = _snapshot(document)
        held = segment if document.removed_at is None else None
        record = segment_record(held, version=document.version)
        self._flags.take(segment_key(document.key), record)
        return segment


def _snapshot(segment: SegmentDocument) -> Segment:
    return Segment.read(segment.storable())
