"""Commands and queries about segments: one method per rpc."""

from chassis import Clock, now
from chassis.cursors import decode, encode
from chassis.pages import page_of
from contracts.flag import v1
from flags import Flags

from flag.rules import ensure_version
from flag.segments import rules
from flag.segments.changing import SegmentChanging
from flag.segments.documents import SegmentDocument
from flag.segments.store import SegmentStore

_PAGE = 50


class SegmentService(v1.SegmentService):
    """Segments from creation to removal."""

    def __init__(
        self,
        store: SegmentStore,
        changing: SegmentChanging,
        flags: Flags,
        *,
        is_reviewed: bool,
        clock: Clock = now,
    ) -> None:
        self._store = store
        self._changing = changing
        self._flags = flags
        self._is_reviewed = is_reviewed
        self._clock = clock

    async def create_segment(self, request: v1.CreateSegmentRequest) -> v1.CreateSegmentResponse:
        """Nobody is in a segment without scope and rules."""
        moment = self._clock()
        segment = v1.Segment(
            key=request.key,
            description=request.description,
            scope=request.scope or v1.Scope(),
            rules=request.rules,
            created_at=moment,
            updated_at=moment,
        )
        made = await self._changing.create(segment, note=request.note or "")
        return v1.CreateSegmentResponse(segment=made)

    async def get_segment(self, request: v1.GetSegmentRequest) -> v1.GetSegmentResponse:
        """Removed ones are not there."""
        return v1.GetSegmentResponse(segment=await self._store.get_of_all(request.key))

    async def list_segments(self, request: v1.ListSegmentsRequest) -> v1.ListSegmentsResponse:
        """Page by key."""
        limit = request.limit or _PAGE
        after = str(decode(request.cursor, kinds=(str,))[0]) if request.cursor else ""
        found = await self._store.page_of_all(after=after, limit=limit + 1)
        items, next_cursor = page_of(found, limit=limit, cursor=lambda last: encode(last.key))
        return v1.ListSegmentsResponse(items=items, next_cursor=next_cursor)

    async def update_segment(self, request: v1.UpdateSegmentRequest) -> v1.UpdateSegmentResponse:
        """Fields that were not sent stay; a version that isn't the newest is refused."""
        sent = request.model_fields_set
        if sent & {"scope", "rules"}:
            rules.ensure_unreviewed(
                request.key, self._users(request.key), is_reviewed=self._is_reviewed
            )

        def edit(segment: SegmentDocument) -> None:
            ensure_version(segment.key, expected=request.version, stored=segment.version)
            if request.description is not None:
                segment.description = request.description
            if request.scope is not None:
                segment.scope = request.scope
            if "rules" in sent:
                segment.rules = request.rules

        changed = await self._changing.change(request.key, edit, note=request.note or "")
        return v1.UpdateSegmentResponse(segment=changed)

    async def delete_segment(self, request: v1.DeleteSegmentRequest) -> v1.DeleteSegmentResponse:
        """One that a flag uses stays."""
        rules.ensure_unused(request.key, self._users(request.key))
        removed = await self._changing.remove(request.key, note=request.note or "")
        return v1.DeleteSegmentResponse(segment=removed)

    def _users(self, key: str) -> list[str]:
        held = self._flags.all.flags.values()
        return [one.flag.key for one in held if key in one.flag.segments]
