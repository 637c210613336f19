"""Follows the audit log through rotation, truncation and restarts; every line once."""

import os
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from ingest import Figures, Position, UpstreamFailed

from ingest_ocis.finding import Finder, Found
from ingest_ocis.generations import NOTHING, Generation
from ingest_ocis.lines import read
from ingest_ocis.recorder import Recorder

log = structlog.get_logger()
# Fingerprints of finished generations: a rotated file is not taken for news later.
_REMEMBERED = 32


class Tail:
    """One log file. A descriptor that stays open keeps a removed file within reach."""

    def __init__(self, path: Path, recorder: Recorder, figures: Figures) -> None:
        self._path = path
        self._recorder = recorder
        self._figures = figures
        self._finder = Finder(path)
        self._waited_at = -1

    def rewind(self, cursor: dict[str, Any], since: datetime | None) -> dict[str, Any]:  # noqa: ARG002
        """Read the generation at hand from its beginning; its lines keep their ids."""
        if current := cursor.get("current"):
            unread = {"offset": 0, "tail": NOTHING, "skipping": False}
            return {**cursor, "current": {**current, **unread}}
        return cursor

    async def tick(self, position: Position) -> bool:
        """Read to the end of what is there, through every file that was rotated meanwhile."""
        if "since" not in position.cursor:
            # What was rotated before the first look is not taken over.
            position.cursor["since"] = time.time_ns()
            await position.save()
        try:
            while await self._file(position):
                pass
        except OSError as error:
            raise UpstreamFailed("file", f"{self._path.name}: {error.strerror}") from error
        return False

    async def _file(self, position: Position) -> bool:
        """Read one file to its end; say whether another one is to be read after it."""
        stored = position.cursor.get("current")
        current = Generation.load(stored) if stored else None
        finished = [Generation.load(one) for one in position.cursor.get("finished", ())]
        found = self._finder.find(current, finished, since=position.cursor["since"])
        if found is None:
            return False
        if current is not None and found.generation.id != current.id:
            self._lost(current, position)
        if current is None or found.generation.id != current.id:
            # Known before anything of it is published: its name is part of every line's id.
            await self._save(position, found.generation)
        await self._read(found, position)
        return False if found.is_live else await self._finish(found, position)

    async def _read(self, found: Found, position: Position, *, to_the_end: bool = False) -> None:
        generation, descriptor = found.generation, found.descriptor
        while True:
            offset, skipping = generation.offset, generation.skipping
            chunk = read(descriptor, offset=offset, skipping=skipping, to_the_end=to_the_end)
            if chunk.end == offset or not generation.matches(descriptor):
                # Truncated while it was read: what came may be of the next generation.
                return
            if chunk.too_long:
                self._figures.skipped("line_too_long")
            await self._recorder.record(generation.id, chunk.lines)
            generation.note(descriptor, offset=chunk.end, skipping=chunk.skipping)
            await self._save(position, generation)

    async def _finish(self, found: Found, position: Position) -> bool:
        """Leave a rotated file once it is complete: its last line may still be being written."""
        size = os.fstat(found.descriptor).st_size
        if size > found.generation.offset:
            if self._waited_at != size:
                self._waited_at = size
                return False
            await self._read(found, position, to_the_end=True)
        self._waited_at = -1
        self._remember(found.generation, position)
        await position.save()
        return True

    def _lost(self, generation: Generation, position: Position) -> None:
        if generation.offset:
            self._figures.failed("generation_lost", "the log was truncated or removed unread")
            log.warning("generation_lost", generation=generation.id, offset=generation.offset)
        self._remember(generation, position)

    @staticmethod
    def _remember(generation: Generation, position: Position) -> None:
        finished = [*position.cursor.get("finished", ()), generation.dump()]
        position.cursor |= {"finished": finished[-_REMEMBERED:], "current": None}

    @staticmethod
    async def _save(position: Position, generation: Generation) -> None:
        position.cursor = {**position.cursor, "current": generation.dump()}
        await position.save()
