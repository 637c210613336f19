"""Export, comparison and import: one method per rpc."""

import asyncio
from collections.abc import Mapping

from chassis import Clock, now, uuid7
from chassis.cursors import decode, encode
from contracts.flag import v1

from flag import drafts, rules
from flag.changing import Changing
from flag.documents import FlagDocument
from flag.files import yaml_text
from flag.files.comparing import Comparison, compare
from flag.files.parsing import FORMAT, FlagFile, parse
from flag.files.rules import FileOutdated
from flag.files.writing import flag_item, segment_item
from flag.segments.changing import SegmentChanging
from flag.segments.documents import SegmentDocument
from flag.segments.store import SegmentStore
from flag.store import FlagStore

_PART = 200
# Of what the bus carries in one message.
_LARGEST_PART = 700 * 1024
_EVERYTHING = 1_000_000
# What is written within the time of one request, on a slow disk too.
_AT_ONCE = 100
_SHOWN = 1000


class FileService(v1.FileService):
    """Flags and segments as one file."""

    def __init__(
        self,
        flags: FlagStore,
        segments: SegmentStore,
        *,
        changing: Changing,
        segment_changing: SegmentChanging,
        is_reviewed: bool,
        clock: Clock = now,
    ) -> None:
        self._flags = flags
        self._segments = segments
        self._changing = changing
        self._segment_changing = segment_changing
        self._is_reviewed = is_reviewed
        self._clock = clock

    async def export_flags(self, request: v1.ExportFlagsRequest) -> v1.ExportFlagsResponse:
        """Segments come with the first part; flags follow in order of their keys."""
        after = str(decode(request.cursor, kinds=(str,))[0]) if request.cursor else ""
        text = "" if request.cursor else await self._head()
        found = await self._flags.page_of_all(after=after, limit=_PART + 1)
        written = 0
        for flag in found[:_PART]:
            item = yaml_text.write([flag_item(flag)])
            if written and len(text) + len(item) > _LARGEST_PART:
                break
            text += item
            written += 1
        cursor = encode(found[written - 1].key) if written < len(found) else None
        return v1.ExportFlagsResponse(yaml=text, next_cursor=cursor)

    async def compare_flags(self, request: v1.CompareFlagsRequest) -> v1.CompareFlagsResponse:
        """Refused like an import would be."""
        _, found = await self._compared(request.yaml)
        shown, rest = found.split(most=_SHOWN)
        return v1.CompareFlagsResponse(
            items=list(shown.items), digest=found.digest, remaining=len(rest.items)
        )

    async def import_flags(self, request: v1.ImportFlagsRequest) -> v1.ImportFlagsResponse:
        """What was looked at is what is made; killed half-way, the same file makes the rest."""
        file, found = await self._compared(request.yaml)
        if found.digest != request.digest:
            raise FileOutdated("Something changed since the comparison: compare again.")
        self._ensure_unreviewed(found)
        flags = {one.key: one for one in file.flags}
        segments = {one.key: one for one in file.segments}
        cause, note = {"importId": uuid7()}, request.note or ""
        made, rest = found.split(most=_AT_ONCE)
        for item in made.items:
            if item.kind == "segment":
                await self._import_segment(item, segments[item.key], note, cause)
            else:
                await self._import_flag(item, flags[item.key], note, cause)
        return v1.ImportFlagsResponse(
            items=list(made.items), remaining=len(rest.items), digest=rest.digest
        )

    async def _head(self) -> str:
        segments = await self._segments.page_of_all(after="", limit=_EVERYTHING)
        items = [segment_item(one) for one in segments]
        return yaml_text.write({"format": FORMAT, "segments": items}) + "flags:\n"

    async def _compared(self, text: str) -> tuple[FlagFile, Comparison]:
        file = await asyncio.to_thread(parse, text, now=self._clock())
        flags = await self._flags.page_of_all(after="", limit=_EVERYTHING)
        segments = await self._segments.page_of_all(after="", limit=_EVERYTHING)
        found = await asyncio.to_thread(
            compare,
            file,
            {one.key: one for one in flags},
            {one.key: one for one in segments},
        )
        return file, found

    def _ensure_unreviewed(self, found: Comparison) -> None:
        """Refuse, where flags are reviewed, what would decide otherwise than before."""
        for item in found.items:
            state = item.changes.get("state", {}).get("after", "off")
            if item.action == "update" or state != "off":
                rules.ensure_unreviewed(is_reviewed=self._is_reviewed, changes=item.changes)

    async def _import_segment(
        self, item: v1.FileDifference, segment: v1.Segment, note: str, cause: Mapping[str, str]
    ) -> None:
        def edit(document: SegmentDocument) -> None:
            document.description = segment.description
            document.scope, document.rules = segment.scope, segment.rules

        if item.action == "create":
            await self._segment_changing.create(segment, note=note, cause=cause)
        else:
            await self._segment_changing.change(item.key, edit, note=note, cause=cause)

    async def _import_flag(
        self, item: v1.FileDifference, flag: v1.Flag, note: str, cause: Mapping[str, str]
    ) -> None:
        def edit(document: FlagDocument) -> None:
            drafts.apply(v1.Draft.read(flag.dump()), document)

        if item.action == "update":
            await self._changing.change(item.key, edit, note=note, cause=cause)
        elif not await self._changing.create(flag, note=note, cause=cause):
            await self._changing.revive(flag, note=note, cause=cause)
