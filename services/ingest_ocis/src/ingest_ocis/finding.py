"""Finds the file that continues where the cursor stands, whatever it is called by now."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest_ocis.generations import Generation, siblings


@dataclass(frozen=True, slots=True)
class Found:
    """An open file and where to go on in it; `is_live`: oCIS writes to it."""

    descriptor: int
    generation: Generation
    is_live: bool


class Finder:
    """Keeps the file at hand open: rotated and removed, it can still be read to its end."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held: int | None = None

    def find(
        self, current: Generation | None, finished: Sequence[Generation], *, since: int
    ) -> Found | None:
        """Return the current generation's file, else the next one; None when there is none."""
        live = _opened(self._path)
        if current is None:
            return self._next(live, finished, since)
        if live is not None and current.matches(live):
            return self._take(live, current, is_live=True)
        if self._held is not None and current.matches(self._held):
            _close(live)
            return Found(self._held, current, is_live=False)
        for path in self._siblings():
            rotated = _opened(path)
            if rotated is not None and current.matches(rotated):
                _close(live)
                return self._take(rotated, current, is_live=False)
            _close(rotated)
        return self._next(live, [*finished, current], since)

    def _next(self, live: int | None, known: Sequence[Generation], since: int) -> Found | None:
        """Return the oldest file that is newer than what is known and has something in it."""
        since = max((one.mtime for one in known), default=since)
        for path in self._siblings():
            rotated = _opened(path)
            if rotated is None:
                continue
            status = os.fstat(rotated)
            is_news = status.st_size > 0 and status.st_mtime_ns >= since
            if is_news and not any(one.is_copy(rotated) for one in known):
                _close(live)
                return self._take(rotated, Generation.of(rotated), is_live=False)
            _close(rotated)
        if live is not None and os.fstat(live).st_size > 0:
            return self._take(live, Generation.of(live), is_live=True)
        _close(live)
        return None

    def _take(self, descriptor: int, generation: Generation, *, is_live: bool) -> Found:
        _close(self._held)
        self._held = descriptor
        return Found(descriptor, generation, is_live=is_live)

    def _siblings(self) -> Sequence[Path]:
        return siblings(self._path) if self._path.parent.exists() else ()


def _opened(path: Path) -> int | None:
    try:
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None


def _close(descriptor: int | None) -> None:
    if descriptor is not None:
        os.close(descriptor)
