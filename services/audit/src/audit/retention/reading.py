"""Reads archived entries back."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from chassis import Scope

from audit.persons.veil import Veil
from audit.query.lookup import Criterion
from audit.query.moments import Span
from audit.retention.archive import Archive, File
from audit.retention.documents import SegmentDocument
from audit.retention.lines import stored_of
from audit.retention.matching import matches
from audit.retention.policy import TooManyFiles
from audit.retention.recent import RecentFiles
from audit.retention.store import RetentionStore

Row = dict[str, Any]
Place = tuple[datetime, str]
# A file has a thousand entries at most.
_MOST_FILES = 200


class ArchivedEntries:
    """Entries as they were stored, from the archive's files."""

    def __init__(self, store: RetentionStore, archive: Archive, veil: Veil) -> None:
        self._store = store
        self._archive = archive
        self._recent = RecentFiles(archive)
        self._veil = veil

    async def stored(self, scope: Scope, identity: str) -> Row | None:
        """Return an archived entry that the scope may see, personal fields covered."""
        segment = await self._store.segment_of_all(identity)
        if segment is None:
            return None
        for row in await self._archive.read(file_of(segment)):
            if row["_id"] == identity.lower():
                return row if _sees(scope, row) else None
        return None

    async def files_of_all(self, identities: Collection[str]) -> dict[File, set[str]]:
        """Return the files that hold these entries, as far as they are archived, and which."""
        found = await self._store.segments_of_entries_in_all(identities) if identities else []
        return {file_of(segment): held for segment, held in found}

    async def has_event(self, event: str) -> bool:
        """Say whether an archived entry was of this event of a source; that takes its time."""
        return await self._store.has_event_in_all(event)

    async def checked(self, file: File) -> list[Row]:
        """Return a file's entries; raise `ArchiveUnavailable` unless it is as it was written."""
        return await self._archive.checked(file)

    async def page(
        self,
        scope: Scope,
        criteria: Sequence[Criterion],
        *,
        span: Span,
        after: Place | None,
        limit: int,
        is_complete: bool,
    ) -> list[Row]:
        """Return up to `limit` entries by time and id, newest first, personal fields covered.

        Raises `TooManyFiles` where that many files would have to be read.
        """
        found: dict[str, Row] = {}
        segments = await self._store.within_all(span, after=after)
        for number, segment in enumerate(segments):
            last = sorted(map(_place, found.values()), reverse=True)[:limit]
            if len(last) == limit and segment.until < last[-1][0]:
                break
            if number == _MOST_FILES:
                raise TooManyFiles("The archive has too many files for it; name a span of time.")
            rows = [
                row
                for row in await self._archive.read(file_of(segment))
                if _sees(scope, row) and _within(row, span, after)
            ]
            matching = await self._matching(rows, criteria, is_complete=is_complete)
            found |= {row["_id"]: row for row in matching}
        return sorted(found.values(), key=_place, reverse=True)[:limit]

    async def chosen(
        self,
        scope: Scope,
        criteria: Sequence[Criterion],
        identities: Collection[str],
        *,
        span: Span,
        is_complete: bool,
    ) -> list[Row]:
        """Return which of these entries are archived and selected, personal fields covered.

        It serves whoever goes along the log: what was read last is kept at hand.
        """
        found: list[Row] = []
        for file, held in (await self.files_of_all(identities)).items():
            lines = await self._recent.of(file)
            rows = [stored_of(lines[one]) for one in sorted(held & lines.keys())]
            seen = [row for row in rows if _sees(scope, row) and _within(row, span, None)]
            found += await self._matching(seen, criteria, is_complete=is_complete)
        return found

    async def _matching(
        self, rows: Sequence[Row], criteria: Sequence[Criterion], *, is_complete: bool
    ) -> list[Row]:
        """Return those that match, by the words that find them today."""
        found = []
        for row, words in zip(rows, await self._veil.words_left(rows), strict=True):
            row["words"] = words
            if matches(row, criteria, is_complete=is_complete):
                found.append(row)
        return found


def file_of(segment: SegmentDocument) -> File:
    """Return the file of a segment."""
    return File(segment.path, segment.id, segment.size_bytes)


def _place(row: Row) -> Place:
    return row["at"], row["_id"]


def _within(row: Row, span: Span, after: Place | None) -> bool:
    return (
        (span.since is None or row["at"] >= span.since)
        and (span.before is None or row["at"] < span.before)
        and (after is None or _place(row) < after)
    )


def _sees(scope: Scope, row: Row) -> bool:
    if scope.partner:
        return bool(row["partnerSlug"] == scope.partner)
    return scope.sees(row["tenantSlug"])
